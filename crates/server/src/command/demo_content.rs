//! A few conversations for the demo, made by the same actions that visitors and agents use.

use entrenous_app::Context;
use entrenous_app::conversation::{
    ActError, AddNote, OwnerChange, Say, SendError, SendMessage, add_note, change_owner, read_by_visitor, send_by_agent, send_by_visitor,
};
use entrenous_app::presence::{agent_came, agent_went};
use entrenous_app::site::{ChangeSite, change_site};
use entrenous_app::visitor::{BeginError, BeginSession, Browser, SetPage, begin_session};
use entrenous_domain::account::{Actor, Agent};
use entrenous_domain::chat_box::{ChatBox, ChatBoxParts};
use entrenous_domain::ids::{ConversationId, SessionId};
use entrenous_domain::site::Site;
use entrenous_domain::visitor::{Identity, Variable};
use entrenous_protocol::site::ChatBoxSettings;
use entrenous_storage::StorageError;

/// What went wrong while the demo was filled.
#[derive(Debug, thiserror::Error)]
#[error("the demo's conversations could not be made: {0}")]
pub struct ContentError(String);

impl From<SendError> for ContentError {
    fn from(error: SendError) -> Self {
        Self(error.to_string())
    }
}

impl From<ActError> for ContentError {
    fn from(error: ActError) -> Self {
        Self(error.to_string())
    }
}

impl From<BeginError> for ContentError {
    fn from(error: BeginError) -> Self {
        Self(error.to_string())
    }
}

/// Who says a line of a script.
#[derive(Clone, Copy)]
enum Line {
    Visitor(&'static str),
    Owner(&'static str),
    Colleague(&'static str),
    Note(&'static str),
    Close,
}

struct Script {
    name: Option<&'static str>,
    email: Option<&'static str>,
    language: &'static str,
    page: &'static str,
    title: &'static str,
    browser: &'static str,
    os: &'static str,
    device: &'static str,
    cart: Option<&'static str>,
    lines: &'static [Line],
}

/// Names and words are invented.
const SCRIPTS: &[Script] = &[
    Script {
        name: Some("Owen Marsh"),
        email: Some("owen@marsh.example"),
        language: "en",
        page: "https://atelier-brume.example/orders",
        title: "Your orders",
        browser: "Safari 18",
        os: "iOS",
        device: "phone",
        cart: None,
        lines: &[
            Line::Visitor("Hi, when will order 20418 leave the studio?"),
            Line::Colleague("Hello Owen, Luc here. It leaves the studio on Friday and takes two days."),
            Line::Visitor("Perfect, thank you"),
            Line::Close,
        ],
    },
    Script {
        name: Some("Nadia Benali"),
        email: Some("nadia@benali.example"),
        language: "fr",
        page: "https://atelier-brume.example/bols/lune-16",
        title: "Bol Lune, 16 cm",
        browser: "Firefox 140",
        os: "Android",
        device: "phone",
        cart: Some("2 × Bol Lune, 16 cm"),
        lines: &[
            Line::Visitor("Le bol Lune passe au lave-vaisselle ?"),
            Line::Owner("Bonjour, Camille ici. Oui, l’émail supporte 60 °C."),
            Line::Note("The invoice went out with the old address, a corrected one is ready."),
            Line::Visitor("Merci ! Et pourriez-vous m’envoyer la facture corrigée ?"),
        ],
    },
    Script {
        name: Some("Jonas Weber"),
        email: None,
        language: "de",
        page: "https://atelier-brume.example/cart",
        title: "Cart",
        browser: "Chrome 142",
        os: "Windows",
        device: "desktop",
        cart: Some("1 × Service Lune, 12 pieces"),
        lines: &[Line::Visitor("Hallo? Liefern Sie auch nach Österreich?"), Line::Visitor("Ist noch jemand da?")],
    },
    Script {
        name: None,
        email: None,
        language: "en",
        page: "https://atelier-brume.example/",
        title: "Atelier Brume",
        browser: "Edge 142",
        os: "Windows",
        device: "desktop",
        cart: None,
        lines: &[Line::Visitor("Do you have a shop in Lyon?")],
    },
];

/// The brick of the demo shop, so that the chat box looks as if it belonged there.
const BRICK: &str = "#a0452a";

/// Gives the chat box the shop's colour and plays the scripts.
pub async fn fill(ctx: &Context, site: &Site, owner: &Agent, colleague: &Agent) -> Result<(), ContentError> {
    let owner = actor(ctx, owner);
    let colleague = actor(ctx, colleague);
    let cmd = ChangeSite { chat_box: Some(in_brick()?), ..ChangeSite::default() };
    change_site(ctx, &owner, &site.id, cmd).await.map_err(|error| ContentError(error.to_string()))?;
    let failed = |error: StorageError| ContentError(error.to_string());
    // Somebody is there while the scripts are played: they are no messages that were left while nobody was.
    agent_came(ctx, &owner).await.map_err(failed)?;
    for script in SCRIPTS {
        play(ctx, site, &owner, &colleague, script).await?;
    }
    agent_went(ctx, &owner).await.map_err(failed)?;
    Ok(())
}

/// The standard chat box in another colour.
fn in_brick() -> Result<ChatBox, ContentError> {
    let failed = |error: serde_json::Error| ContentError(error.to_string());
    let mut look: ChatBoxSettings = serde_json::from_str(ChatBox::standard().as_json()).map_err(failed)?;
    BRICK.clone_into(&mut look.color);
    let json = serde_json::to_string(&look).map_err(failed)?;
    let parts = ChatBoxParts { color: &look.color, privacy_url: &look.privacy_url, has_empty_form: false, texts: Vec::new() };
    ChatBox::check(&parts, json).map_err(|error| ContentError(format!("{error:?}")))
}

/// The demo acts for its agents without a sign-in.
fn actor(ctx: &Context, agent: &Agent) -> Actor {
    Actor::new(agent.id.clone(), agent.account.clone(), agent.role, ctx.new_id(SessionId::new), agent.sites.clone(), Vec::new())
}

async fn play(ctx: &Context, site: &Site, owner: &Actor, colleague: &Actor, script: &Script) -> Result<(), ContentError> {
    let text = |value: &str| Some(value.to_owned());
    let variables = script.cart.map(|cart| Variable { id: "cart".to_owned(), label: "Cart".to_owned(), value: cart.to_owned() });
    let begun = begin_session(
        ctx,
        BeginSession {
            chat_key: site.chat_key.as_str().to_owned(),
            page: SetPage {
                url: text(script.page),
                title: text(script.title),
                referrer: text("https://www.search.example/"),
                platform: None,
            },
            identity: Identity {
                name: script.name.map(str::to_owned),
                email: script.email.map(str::to_owned),
                language: text(script.language),
                variables: variables.into_iter().collect(),
                ..Identity::default()
            },
            browser: Browser { browser: text(script.browser), os: text(script.os), device: text(script.device) },
            is_own_page: true,
            ..BeginSession::default()
        },
    )
    .await?;
    let mut conversation: Option<ConversationId> = None;
    for (index, line) in script.lines.iter().enumerate() {
        let client_msg_id = format!("demo-{index}-{}", begun.guest.visitor.short());
        let cmd = |said: &str| SendMessage { client_msg_id: client_msg_id.clone(), say: Say::Text(said.to_owned()) };
        let Some(id) = conversation.clone() else {
            let Line::Visitor(said) = line else { continue };
            conversation = Some(send_by_visitor(ctx, &begun.guest, &cmd(said)).await?.message.conversation);
            continue;
        };
        match line {
            Line::Visitor(said) => drop(send_by_visitor(ctx, &begun.guest, &cmd(said)).await?),
            Line::Owner(said) => {
                let sent = send_by_agent(ctx, owner, &id, &cmd(said)).await?;
                read_by_visitor(ctx, &begun.guest, &id, sent.message.seq).await?;
            }
            Line::Colleague(said) => {
                let sent = send_by_agent(ctx, colleague, &id, &cmd(said)).await?;
                read_by_visitor(ctx, &begun.guest, &id, sent.message.seq).await?;
            }
            Line::Note(said) => drop(add_note(ctx, colleague, &id, &AddNote { client_msg_id, text: (*said).to_owned() }).await?),
            Line::Close => drop(change_owner(ctx, colleague, &id, &OwnerChange::Close).await?),
        }
    }
    Ok(())
}
