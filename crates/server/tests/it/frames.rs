//! What sockets refuse, and what a change of rights does to open ones.

use entrenous_app::account::{authenticate, give_ticket, sign_out};
use entrenous_app::site::{ChangeSite, change_site, renew_chat_key};
use entrenous_app::visitor::{BeginSession, begin_session};
use entrenous_protocol::PROTOCOL_VERSION;
use entrenous_protocol::conversation::Position;
use entrenous_protocol::error::ErrorCode;
use entrenous_protocol::message::ContentIn;
use entrenous_protocol::ws::agent::{AgentClientFrame, AgentServerFrame};
use entrenous_protocol::ws::close;
use entrenous_protocol::ws::visitor::{VisitorClientFrame, VisitorServerFrame};
use entrenous_server::config::Limits;

use crate::line::Line;
use crate::world::{NO_LIMITS, World};

async fn token(world: &World) -> String {
    let cmd = BeginSession { chat_key: world.chat_key(), is_own_page: true, ..BeginSession::default() };
    begin_session(&world.state.ctx, cmd).await.unwrap().token.unwrap().reveal().to_owned()
}

async fn visitor_line(world: &World, token: &str) -> Line {
    let mut line = Line::open(&world.address, "/ws/visitor", None).await.unwrap();
    let hello = VisitorClientFrame::Hello { protocol: PROTOCOL_VERSION, chat_key: world.chat_key(), token: token.to_owned(), page: None };
    line.send(&hello).await.unwrap();
    line
}

fn say(id: &str, text: &str) -> VisitorClientFrame {
    VisitorClientFrame::SendMessage { client_msg_id: id.to_owned(), content: ContentIn::Text { text: text.to_owned() } }
}

/// The next answer to something that was sent.
async fn answer(line: &mut Line) -> VisitorServerFrame {
    loop {
        let frame: VisitorServerFrame = line.next().await.unwrap();
        if matches!(
            frame,
            VisitorServerFrame::MessageAccepted { .. } | VisitorServerFrame::Refused { .. } | VisitorServerFrame::ResyncRequired {}
        ) {
            return frame;
        }
    }
}

#[tokio::test]
async fn a_token_that_was_not_issued_here_gets_no_socket() {
    let world = World::new(NO_LIMITS).await;
    let mut line = visitor_line(&world, "not-a-token").await;
    assert_eq!(line.closing_code().await, Some(close::NOT_YOU));
    world.end().await;
}

#[tokio::test]
async fn the_same_id_gets_the_same_answer_and_other_content_is_refused() {
    let world = World::new(NO_LIMITS).await;
    let mut line = visitor_line(&world, &token(&world).await).await;
    line.send(&say("a", "hello")).await.unwrap();
    let VisitorServerFrame::MessageAccepted { accepted: first } = answer(&mut line).await else { panic!("not accepted") };
    line.send(&say("a", " hello ")).await.unwrap();
    let VisitorServerFrame::MessageAccepted { accepted: again } = answer(&mut line).await else { panic!("not accepted") };
    assert_eq!(first, again);
    line.send(&say("a", "something else")).await.unwrap();
    let VisitorServerFrame::Refused { refused } = answer(&mut line).await else { panic!("accepted") };
    assert_eq!((refused.code, refused.client_msg_id.as_deref()), (ErrorCode::ClientMsgIdReused, Some("a")));
    world.end().await;
}

#[tokio::test]
async fn a_new_conversation_is_told_and_what_the_own_messages_say_is_not() {
    let world = World::new(NO_LIMITS).await;
    let mut line = visitor_line(&world, &token(&world).await).await;
    let (mut n_added, mut n_changed) = (0, 0);
    for id in ["a", "b", "c"] {
        line.send(&say(id, "hello")).await.unwrap();
        loop {
            match line.next::<VisitorServerFrame>().await.unwrap() {
                VisitorServerFrame::MessageAdded { message, .. } => {
                    assert_eq!(message.client_msg_id, id);
                    n_added += 1;
                    break;
                }
                VisitorServerFrame::ConversationChanged { .. } => n_changed += 1,
                _ => {}
            }
        }
    }
    // What would follow the last message stands before the answer to this.
    line.send(&say("a", "something else")).await.unwrap();
    while !matches!(line.next::<VisitorServerFrame>().await.unwrap(), VisitorServerFrame::Refused { .. }) {
        n_changed += 10;
    }
    assert_eq!((n_added, n_changed), (3, 1));
    world.end().await;
}

#[tokio::test]
async fn another_epoch_must_load_again_and_a_future_number_too() {
    let world = World::new(NO_LIMITS).await;
    let mut line = visitor_line(&world, &token(&world).await).await;
    line.send(&say("a", "hello")).await.unwrap();
    let VisitorServerFrame::MessageAccepted { accepted } = answer(&mut line).await else { panic!("not accepted") };
    let epoch = world.state.ctx.epoch.to_string();
    for (after_seq, epoch) in [(0, "another"), (7, epoch.as_str()), (-1, epoch.as_str())] {
        let resume = VisitorClientFrame::Resume { conversation_id: accepted.conversation_id.clone(), after_seq, epoch: epoch.to_owned() };
        line.send(&resume).await.unwrap();
        assert_eq!(answer(&mut line).await, VisitorServerFrame::ResyncRequired {});
    }
    world.end().await;
}

#[tokio::test]
async fn what_is_too_much_for_one_frame_is_resumed_in_several() {
    let world = World::new(NO_LIMITS).await;
    let ctx = &world.state.ctx;
    let visitor = token(&world).await;
    let mut line = visitor_line(&world, &visitor).await;
    let long = "🙂".repeat(4000);
    let mut told = Vec::new();
    for n in 0..40 {
        line.send(&say(&format!("m{n}"), &long)).await.unwrap();
        let VisitorServerFrame::MessageAccepted { accepted } = answer(&mut line).await else { panic!("not accepted") };
        told.push(accepted);
    }
    let epoch = ctx.epoch.to_string();
    let (mut after_seq, mut n_frames, mut seqs) = (0, 0, Vec::new());
    let mut again = visitor_line(&world, &visitor).await;
    loop {
        let resume = VisitorClientFrame::Resume { conversation_id: told[0].conversation_id.clone(), after_seq, epoch: epoch.clone() };
        again.send(&resume).await.unwrap();
        let (messages, more) = loop {
            if let VisitorServerFrame::Resumed { messages, more, .. } = again.next().await.unwrap() {
                break (messages, more);
            }
        };
        n_frames += 1;
        seqs.extend(messages.iter().map(|message| message.seq));
        after_seq = *seqs.last().unwrap();
        if !more {
            break;
        }
    }
    assert_eq!(seqs, told.iter().map(|accepted| accepted.seq).collect::<Vec<_>>());
    assert!(n_frames > 5, "{n_frames}");

    let actor = authenticate(ctx, &world.owner_session().await).await.unwrap().unwrap();
    let ticket = give_ticket(ctx, &actor).await.unwrap().reveal().to_owned();
    let mut desk = Line::open(&world.address, "/ws/agent", Some(&format!("http://{}", world.address))).await.unwrap();
    desk.send(&AgentClientFrame::Hello { protocol: PROTOCOL_VERSION, ticket }).await.unwrap();
    let mut position = Position { site_id: world.created.site.id.to_string(), number: 0 };
    let mut numbers = Vec::new();
    loop {
        desk.send(&AgentClientFrame::Resume { position: position.clone(), epoch: epoch.clone() }).await.unwrap();
        let (events, now, more) = loop {
            if let AgentServerFrame::Resumed { events, position, more } = desk.next().await.unwrap() {
                break (events, position, more);
            }
        };
        numbers.extend(events.iter().map(|event| event.position.number));
        position = now;
        if !more {
            break;
        }
    }
    assert_eq!(numbers, (1..=position.number).collect::<Vec<_>>());
    assert!(numbers.len() >= told.len(), "{numbers:?}");
    drop((line, again, desk));
    world.end().await;
}

#[tokio::test]
async fn a_flood_is_refused_and_then_closed_while_another_visitor_is_served() {
    let limits = Limits { visitor_frames_per_10s: 5, ..NO_LIMITS };
    let world = World::new(limits).await;
    let mut calm = visitor_line(&world, &token(&world).await).await;
    let mut wild = visitor_line(&world, &token(&world).await).await;
    for index in 0..6 {
        wild.send(&say(&format!("w{index}"), "again")).await.unwrap();
    }
    let mut refusals = 0;
    for _ in 0..6 {
        refusals += usize::from(
            matches!(answer(&mut wild).await, VisitorServerFrame::Refused { refused } if refused.code == ErrorCode::RateLimited),
        );
    }
    assert_eq!(refusals, 1);
    for index in 6..40 {
        // The server may have closed already; that is what is asked for below.
        let _sent = wild.send(&say(&format!("w{index}"), "again")).await;
    }
    assert_eq!(wild.closing_code().await, Some(close::TOO_MANY));
    calm.send(&say("c", "hello")).await.unwrap();
    assert!(matches!(answer(&mut calm).await, VisitorServerFrame::MessageAccepted { .. }));
    world.end().await;
}

#[tokio::test]
async fn a_page_elsewhere_gets_no_socket_of_an_agent() {
    let world = World::new(NO_LIMITS).await;
    for origin in [None, Some("https://evil.example"), Some("null")] {
        assert!(Line::open(&world.address, "/ws/agent", origin).await.is_err(), "{origin:?}");
    }
    world.end().await;
}

#[tokio::test]
async fn a_session_that_ends_closes_its_sockets_and_a_ticket_works_once() {
    let world = World::new(NO_LIMITS).await;
    let ctx = &world.state.ctx;
    let actor = authenticate(ctx, &world.owner_session().await).await.unwrap().unwrap();
    let ticket = give_ticket(ctx, &actor).await.unwrap().reveal().to_owned();
    let origin = format!("http://{}", world.address);
    let hello = AgentClientFrame::Hello { protocol: PROTOCOL_VERSION, ticket };
    let mut line = Line::open(&world.address, "/ws/agent", Some(&origin)).await.unwrap();
    line.send(&hello).await.unwrap();
    assert!(matches!(line.next().await.unwrap(), AgentServerFrame::Welcomed { .. }));
    let mut second = Line::open(&world.address, "/ws/agent", Some(&origin)).await.unwrap();
    second.send(&hello).await.unwrap();
    assert_eq!(second.closing_code().await, Some(close::NOT_YOU));
    sign_out(ctx, &actor).await.unwrap();
    assert_eq!(line.closing_code().await, Some(close::NOT_YOU));
    world.end().await;
}

#[tokio::test]
async fn open_chats_of_a_page_that_is_not_allowed_any_more_end() {
    let world = World::new(NO_LIMITS).await;
    let ctx = &world.state.ctx;
    let owner = authenticate(ctx, &world.owner_session().await).await.unwrap().unwrap();
    let token = token(&world).await;
    let origin = "https://shop.example";
    let greeted = async || {
        let mut line = Line::open(&world.address, "/ws/visitor", Some(origin)).await.unwrap();
        let hello = VisitorClientFrame::Hello { protocol: PROTOCOL_VERSION, chat_key: world.chat_key(), token: token.clone(), page: None };
        line.send(&hello).await.unwrap();
        line
    };
    let allow = async |domains: &[&str]| {
        let allowed_domains = Some(domains.iter().map(|&domain| domain.to_owned()).collect());
        change_site(ctx, &owner, &world.created.site.id, ChangeSite { allowed_domains, ..ChangeSite::default() }).await.unwrap();
    };
    let mut line = greeted().await;
    assert!(matches!(line.next().await.unwrap(), VisitorServerFrame::Welcomed { .. }));
    // Still among them: it comes back and is let in.
    allow(&[origin]).await;
    assert_eq!(line.closing_code().await, Some(close::TOO_SLOW));
    let mut line = greeted().await;
    assert!(matches!(line.next().await.unwrap(), VisitorServerFrame::Welcomed { .. }));
    allow(&["https://other.example"]).await;
    assert_eq!(line.closing_code().await, Some(close::TOO_SLOW));
    assert_eq!(greeted().await.closing_code().await, Some(close::NOT_ALLOWED));
    // A new chat key ends chats of pages with the old one as well.
    allow(&[]).await;
    let mut line = greeted().await;
    assert!(matches!(line.next().await.unwrap(), VisitorServerFrame::Welcomed { .. }));
    renew_chat_key(ctx, &owner, &world.created.site.id).await.unwrap();
    assert_eq!(line.closing_code().await, Some(close::TOO_SLOW));
    assert_eq!(greeted().await.closing_code().await, Some(close::NOT_YOU));
    drop(line);
    world.end().await;
}

#[tokio::test]
async fn a_stop_tells_clients_when_to_come_back() {
    let world = World::new(NO_LIMITS).await;
    let mut line = visitor_line(&world, &token(&world).await).await;
    assert!(matches!(line.next().await.unwrap(), VisitorServerFrame::Welcomed { .. }));
    world.state.house.stop.soon.cancel();
    let VisitorServerFrame::Leaving { retry_after_ms } = line.next().await.unwrap() else { panic!("no farewell") };
    assert!((500..=9_000).contains(&retry_after_ms));
    assert_eq!(line.closing_code().await, Some(close::RESTART));
    drop(line);
    world.end().await;
}
