//! Connections are cut at random bytes; visitors and agent end with the same transcripts.

use std::sync::atomic::Ordering;

use entrenous_app::Context;
use entrenous_app::account::{authenticate, give_ticket};
use entrenous_app::visitor::{BeginSession, begin_session};
use entrenous_testkit::TestDatabase;
use tokio::sync::watch;

use crate::agent_client::{Agent, Tickets};
use crate::proxy::Proxy;
use crate::visitor_client::Visitor;
use crate::world::{NO_LIMITS, World};

const VISITORS: usize = 8;
const MESSAGES: usize = 100;
/// Each conversation also has the line "joined" and the answer of the agent.
const SHOWN: usize = MESSAGES + 2;
const LEAST_CUTS: u32 = 100;

struct FromContext {
    ctx: Context,
    session: String,
}

impl Tickets for FromContext {
    async fn ticket(&mut self, _address: &str) -> Option<String> {
        let actor = authenticate(&self.ctx, &self.session).await.ok()??;
        give_ticket(&self.ctx, &actor).await.ok().map(|ticket| ticket.reveal().to_owned())
    }
}

async fn cut_connections_end_with_equal_transcripts(database: TestDatabase) {
    let world = World::on(database, NO_LIMITS).await;
    let proxy = Proxy::new(world.address.clone(), 11, 900, 5_000).await;
    let (_keep, address) = watch::channel(proxy.address.clone());
    // An agent hears all conversations, so its connections carry more before they are cut.
    let desk_proxy = Proxy::new(world.address.clone(), 12, 20_000, 100_000).await;
    let (_keep_too, desk_address) = watch::channel(desk_proxy.address.clone());
    let (acked, _) = watch::channel(0);
    let ctx = world.state.ctx.clone();
    let mut visitors = Vec::new();
    for index in 0..VISITORS {
        let cmd = BeginSession { chat_key: world.chat_key(), is_own_page: true, ..BeginSession::default() };
        let token = begin_session(&ctx, cmd).await.unwrap().token.unwrap().reveal().to_owned();
        visitors.push(Visitor::new(world.chat_key(), token, &format!("v{index}"), MESSAGES));
    }
    let tickets = FromContext { ctx, session: world.owner_session().await };
    let mut agent = Agent::new(tickets, world.created.site.id.to_string());
    let writing = futures_util::future::join_all(visitors.iter_mut().map(|visitor| visitor.run(&address, SHOWN, &acked)));
    tokio::join!(writing, agent.run(&desk_address, VISITORS, SHOWN));

    let cuts = proxy.cuts.load(Ordering::SeqCst) + desk_proxy.cuts.load(Ordering::SeqCst);
    assert!(cuts >= LEAST_CUTS, "only {cuts} cuts");
    for (index, visitor) in visitors.iter().enumerate() {
        visitor.assert_promises(&format!("v{index}"));
        let seen_by_agent = &agent.screens[&visitor.conversation()];
        assert_eq!(*seen_by_agent, visitor.screen, "visitor and agent see different conversations");
        agent.promised[&visitor.conversation()].assert_kept(&visitor.screen);
    }
    report(&format!("{cuts} cuts, {} messages accepted, 0 lost, 0 shown twice, 0 out of order", VISITORS * (MESSAGES + 1)));
    proxy.end().await;
    desk_proxy.end().await;
    world.end().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_connections_end_with_equal_transcripts_on_sqlite() {
    cut_connections_end_with_equal_transcripts(TestDatabase::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn cut_connections_end_with_equal_transcripts_on_postgres() {
    cut_connections_end_with_equal_transcripts(TestDatabase::postgres().await).await;
}

#[expect(clippy::print_stdout, reason = "the figures are what this run is for")]
fn report(line: &str) {
    println!("{line}");
}
