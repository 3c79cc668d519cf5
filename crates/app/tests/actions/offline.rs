//! Mails about conversations that were opened while nobody was there.

use entrenous_app::agent::{ChangeAgent, change_agent};
use entrenous_app::conversation::{OwnerChange, Say, SendMessage, change_owner, send_by_agent};
use entrenous_app::ports::MailFate;
use entrenous_app::site::{SaveGroup, add_group, change_group};
use entrenous_domain::account::{Actor, Role};
use entrenous_testkit::TestContext;
use entrenous_testkit::people::OWNER_EMAIL;

use crate::visitors::{conversation, says};

#[tokio::test]
async fn the_group_gets_one_mail_for_a_conversation_and_without_one_owners_and_admins_do() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    for (name, role) in [("Emma", Role::Agent), ("Odile", Role::Agent), ("Ada", Role::Admin)] {
        test.agent(&made.account.id, name, role, std::slice::from_ref(&made.site.id)).await;
    }
    let owner = test.actor(OWNER_EMAIL).await;
    let emma = test.actor("emma@brume.example").await;
    let orders = SaveGroup { name: "Orders".to_owned(), key: None, agents: vec![emma.agent().clone()] };
    add_group(&test.ctx, &owner, &made.site.id, orders).await.unwrap();
    let (visitor, id) = conversation(&test, &made.site, Some("orders"), "{name} <b>where</b> is my parcel?").await;
    says(&test, &visitor, "and another thing").await;
    test.run_jobs().await;
    let mails = test.take_mails();
    let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
    assert_eq!(to, ["emma@brume.example"]);
    assert!(mails[0].text.contains("{name} <b>where</b> is my parcel?") && mails[0].text.contains(&format!("/app/inbox/{id}")));
    let html = mails[0].html.as_deref().unwrap();
    assert!(html.contains("&lt;b&gt;where&lt;/b&gt;") && !html.contains("<b>where"), "{html}");

    conversation(&test, &made.site, None, "hello").await;
    test.run_jobs().await;
    let mut to: Vec<String> = test.take_mails().into_iter().map(|mail| mail.to).collect();
    to.sort();
    assert_eq!(to, ["ada@brume.example", OWNER_EMAIL]);
}

#[tokio::test]
async fn with_somebody_there_or_an_answer_nobody_gets_a_mail() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    let owner = test.actor(OWNER_EMAIL).await;
    let (_, id) = conversation(&test, &made.site, None, "hello").await;
    let answer = SendMessage { client_msg_id: "a".to_owned(), say: Say::Text("here".to_owned()) };
    send_by_agent(&test.ctx, &owner, &id, &answer).await.unwrap();
    change_owner(&test.ctx, &owner, &id, &OwnerChange::Close).await.unwrap();
    entrenous_app::presence::agent_came(&test.ctx, &owner).await.unwrap();
    conversation(&test, &made.site, None, "hello again").await;
    test.run_jobs().await;
    assert_eq!(test.take_mails(), Vec::new());
}

#[tokio::test]
async fn who_lost_the_site_or_the_group_while_the_mail_waited_gets_none() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    let here = std::slice::from_ref(&made.site.id);
    for name in ["Emma", "Odile", "Lea", "Free"] {
        test.agent(&made.account.id, name, Role::Agent, here).await;
    }
    let owner = test.actor(OWNER_EMAIL).await;
    let (emma, odile, lea, free) = (
        test.actor("emma@brume.example").await,
        test.actor("odile@brume.example").await,
        test.actor("lea@brume.example").await,
        test.actor("free@brume.example").await,
    );
    let group = |name: &str, members: &[&Actor]| {
        let agents = members.iter().map(|actor| actor.agent().clone()).collect();
        SaveGroup { name: name.to_owned(), key: None, agents }
    };
    let orders = add_group(&test.ctx, &owner, &made.site.id, group("Orders", &[&emma, &odile, &lea, &free])).await.unwrap();
    conversation(&test, &made.site, Some("orders"), "where is my parcel?").await;
    // The mails are written down, and no mail server takes them for now.
    test.trouble_mails(MailFate::NotTaken);
    test.run_jobs().await;
    assert_eq!(test.take_mails().len(), 4);
    let sites = ChangeAgent { sites: Some(Vec::new()), ..ChangeAgent::default() };
    change_agent(&test.ctx, &owner, emma.agent(), sites).await.unwrap();
    // One who leaves for another group sees no more of this one; one who is in none sees all.
    change_group(&test.ctx, &owner, &made.site.id, &orders.id, group("Orders", &[&lea])).await.unwrap();
    add_group(&test.ctx, &owner, &made.site.id, group("Support", &[&odile])).await.unwrap();
    test.advance_ms(3_600_000);
    test.run_jobs().await;
    let mut to: Vec<String> = test.take_mails().into_iter().map(|mail| mail.to).collect();
    to.sort();
    assert_eq!(to, ["free@brume.example", "lea@brume.example"]);
}

#[tokio::test]
async fn a_flood_of_conversations_becomes_one_mail_an_hour() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    for _ in 0..30 {
        conversation(&test, &made.site, None, "hello").await;
    }
    test.run_jobs().await;
    assert_eq!(test.take_mails().len(), 20);
    test.advance_ms(3_600_000);
    test.run_jobs().await;
    let mails = test.take_mails();
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Conversations are waiting on brume.example");
}
