//! What reaches the dashboard of an agent who sees only some groups.

use entrenous_app::account::give_ticket;
use entrenous_app::conversation::{Say, SendMessage, send_by_visitor, visitor_typing};
use entrenous_app::presence::{visitor_came, visitor_went};
use entrenous_app::site::{SaveGroup, add_group};
use entrenous_app::visitor::{BeginSession, Contact, Guest, begin_session, submit_contact};
use entrenous_domain::account::{Actor, Role};
use entrenous_domain::visitor::Identity;
use entrenous_protocol::PROTOCOL_VERSION;
use entrenous_protocol::ws::agent::{AgentClientFrame, AgentEvent, AgentServerFrame};

use crate::line::Line;
use crate::world::{NO_LIMITS, World};

async fn guest(world: &World, group: &str) -> Guest {
    let identity = Identity { group: Some(group.to_owned()), ..Identity::default() };
    let cmd = BeginSession { chat_key: world.chat_key(), is_own_page: true, identity, ..BeginSession::default() };
    begin_session(&world.state.ctx, cmd).await.unwrap().guest
}

async fn says(world: &World, guest: &Guest, id: &str, words: &str) -> String {
    let cmd = SendMessage { client_msg_id: id.to_owned(), say: Say::Text(words.to_owned()) };
    send_by_visitor(&world.state.ctx, guest, &cmd).await.unwrap().message.conversation.to_string()
}

async fn desk(world: &World, actor: &Actor) -> Line {
    let ticket = give_ticket(&world.state.ctx, actor).await.unwrap().reveal().to_owned();
    let mut line = Line::open(&world.address, "/ws/agent", Some(&format!("http://{}", world.address))).await.unwrap();
    line.send(&AgentClientFrame::Hello { protocol: PROTOCOL_VERSION, ticket }).await.unwrap();
    loop {
        if matches!(line.next::<AgentServerFrame>().await.unwrap(), AgentServerFrame::Welcomed { .. }) {
            return line;
        }
    }
}

/// Everything up to the event with a number, which stands last, as text and as frames.
async fn up_to(line: &mut Line, number: i64) -> (String, Vec<AgentServerFrame>) {
    let mut frames = Vec::new();
    loop {
        let frame: AgentServerFrame = line.next().await.unwrap();
        let is_last = matches!(&frame, AgentServerFrame::Event { event } if event.position.number == number);
        frames.push(frame);
        if is_last {
            return (serde_json::to_string(&frames).unwrap(), frames);
        }
    }
}

#[tokio::test]
async fn nothing_of_another_group_reaches_a_dashboard_but_the_numbers() {
    let world = World::new(NO_LIMITS).await;
    let (ctx, site) = (world.state.ctx.clone(), world.created.site.id.clone());
    for name in ["Emma", "Odile"] {
        world.test.agent(&world.created.account.id, name, Role::Agent, std::slice::from_ref(&site)).await;
    }
    let (emma, odile) = (world.test.actor("emma@brume.example").await, world.test.actor("odile@brume.example").await);
    let owner = entrenous_app::account::authenticate(&ctx, &world.owner_session().await).await.unwrap().unwrap();
    for (name, member) in [("Orders", &emma), ("Support", &odile)] {
        let group = SaveGroup { name: name.to_owned(), key: None, agents: vec![member.agent().clone()] };
        add_group(&ctx, &owner, &site, group).await.unwrap();
    }
    let (emma, odile) = (world.test.actor("emma@brume.example").await, world.test.actor("odile@brume.example").await);
    let (mut hers, mut others) = (desk(&world, &emma).await, desk(&world, &odile).await);
    let visitor = guest(&world, "support").await;
    let hidden = says(&world, &visitor, "a", "CANARY in support").await;
    visitor_typing(&ctx, &visitor, true).await.unwrap();
    visitor_came(&ctx, &visitor).await.unwrap();
    visitor_went(&ctx, &visitor).await.unwrap();
    let shown = says(&world, &guest(&world, "orders").await, "b", "about an order").await;

    let (text, frames) = up_to(&mut hers, 2).await;
    assert!(!text.contains("CANARY") && !text.contains(&hidden) && text.contains(&shown), "{text}");
    let is_withheld =
        |frame: &AgentServerFrame| matches!(frame, AgentServerFrame::Event { event } if event.event == AgentEvent::Withheld {});
    assert_eq!(frames.iter().filter(|frame| is_withheld(frame)).count(), 1, "{text}");
    assert!(!text.contains("typing_changed") && !text.contains("visitor_presence_changed"), "{text}");
    // The control: a member of the other group gets all of it.
    let (text, _) = up_to(&mut others, 2).await;
    assert!(
        text.contains("CANARY")
            && text.contains("typing_changed")
            && text.contains("visitor_presence_changed")
            && !text.contains("about an order"),
        "{text}"
    );

    // Out of sight by moving: the one is told that it is gone, the other gets it.
    let moved = Contact { group: Some("orders".to_owned()), ..Contact::default() };
    submit_contact(&ctx, &visitor, moved).await.unwrap();
    let (_, frames) = up_to(&mut others, 3).await;
    let removed = AgentEvent::Removed { conversation_id: hidden.clone() };
    assert!(matches!(frames.last(), Some(AgentServerFrame::Event { event }) if event.event == removed), "{frames:?}");
    let (text, _) = up_to(&mut hers, 3).await;
    assert!(text.contains(&hidden) && text.contains("conversation_changed"), "{text}");
    drop((hers, others));
    world.end().await;
}
