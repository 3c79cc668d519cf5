//! Who sees which conversations, and for whom somebody is there.

use entrenous_app::conversation::{
    ActError, ListConversations, Missed, OwnerChange, Resumed, View, change_owner, get_thread, list_conversations, resume_site,
};
use entrenous_app::search::{index_earlier, search};
use entrenous_app::site::{GroupError, SaveGroup, add_group, change_group, empty_groups, remove_group};
use entrenous_app::visitor::{Contact, group_cards, load_state, submit_contact};
use entrenous_domain::account::{Actor, Role};
use entrenous_domain::ids::ConversationId;
use entrenous_fanout::{Change, Told, Topic};
use entrenous_storage::OpenView;
use entrenous_testkit::people::OWNER_EMAIL;
use entrenous_testkit::{TestContext, each_database};
use futures_util::future::{join, join_all};

use crate::visitors::{conversation, guest, says};

fn group(name: &str, agents: &[&Actor]) -> SaveGroup {
    SaveGroup { name: name.to_owned(), key: None, agents: agents.iter().map(|actor| actor.agent().clone()).collect() }
}

async fn listed(test: &TestContext, actor: &Actor) -> Vec<ConversationId> {
    let cmd = ListConversations { view: View::Open(OpenView::All), site: None, place: None, limit: 50 };
    let page = list_conversations(&test.ctx, actor, &cmd).await.unwrap();
    assert_eq!(usize::try_from(page.counts.all).unwrap(), page.items.len());
    let mut ids: Vec<_> = page.items.into_iter().map(|one| one.conversation.id).collect();
    ids.sort();
    ids
}

#[tokio::test]
async fn a_member_sees_own_groups_and_conversations_without_one_and_nothing_of_others_in_any_way() {
    each_database(|db| async move {
        let test = TestContext::over(db);
        let made = test.account().await;
        // As at the start of the server: what comes later is found by its event.
        index_earlier(&test.ctx).await.unwrap();
        let sites = std::slice::from_ref(&made.site.id);
        for name in ["Emma", "Odile", "Free"] {
            test.agent(&made.account.id, name, Role::Agent, sites).await;
        }
        let owner = test.actor(OWNER_EMAIL).await;
        let (emma, odile) = (test.actor("emma@brume.example").await, test.actor("odile@brume.example").await);
        add_group(&test.ctx, &owner, &made.site.id, group("Orders", &[&emma])).await.unwrap();
        add_group(&test.ctx, &owner, &made.site.id, group("Support", &[&odile])).await.unwrap();
        let emma = test.actor("emma@brume.example").await;
        let free = test.actor("free@brume.example").await;
        let (visitor, orders) = conversation(&test, &made.site, Some("orders"), "about my parcel").await;
        let (_, support) = conversation(&test, &made.site, Some("support"), "about my parcel").await;
        let (_, nobodys) = conversation(&test, &made.site, Some("unknown"), "about my parcel").await;
        let sorted = |ids: &[&ConversationId]| {
            let mut ids: Vec<_> = ids.iter().map(|id| (*id).clone()).collect();
            ids.sort();
            ids
        };
        assert_eq!(listed(&test, &emma).await, sorted(&[&orders, &nobodys]));
        for all in [&owner, &free] {
            assert_eq!(listed(&test, all).await, sorted(&[&orders, &support, &nobodys]));
        }
        assert!(get_thread(&test.ctx, &emma, &orders).await.is_ok());
        assert!(matches!(get_thread(&test.ctx, &emma, &support).await, Err(ActError::NotFound)));
        assert!(matches!(change_owner(&test.ctx, &emma, &support, &OwnerChange::Join).await, Err(ActError::NotFound)));
        let given = change_owner(&test.ctx, &owner, &support, &OwnerChange::Assign(emma.agent().clone())).await;
        assert!(matches!(given, Err(ActError::UnknownAgent)), "{given:?}");
        for (actor, n_found) in [(&emma, 2), (&free, 3)] {
            let found = search(&test.ctx, actor, "parcel", None, 10).await.unwrap();
            assert_eq!(found.len(), n_found);
            assert!(found.iter().all(|one| n_found == 3 || one.listed.conversation.id != support));
            // A limit counts what may be seen, not what is hidden.
            assert_eq!(search(&test.ctx, actor, "parcel", None, 2).await.unwrap().len(), 2);
        }
        let before = test.ctx.db.view().await.unwrap().events().last_number(&made.site.id).await.unwrap();
        let Resumed::Events { events, .. } = resume_site(&test.ctx, &emma, &made.site.id, 0).await.unwrap() else { panic!("too old") };
        let hidden = events.iter().filter(|(_, missed)| matches!(missed, Missed::Withheld)).count();
        assert_eq!((events.len(), hidden), (usize::try_from(before).unwrap(), 1));
        // The visitor goes to another group: who saw the conversation is told that it is gone.
        let form = Contact { group: Some("support".to_owned()), ..Contact::default() };
        submit_contact(&test.ctx, &visitor, form).await.unwrap();
        let Resumed::Events { events, .. } = resume_site(&test.ctx, &emma, &made.site.id, before).await.unwrap() else { panic!("too old") };
        assert!(matches!(&events[..], [(_, Missed::Removed(id))] if *id == orders), "{events:?}");
        assert_eq!(listed(&test, &emma).await, [nobodys]);
    })
    .await;
}

#[tokio::test]
async fn whoever_answers_keeps_the_conversation_when_the_page_names_another_group() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    test.agent(&made.account.id, "Emma", Role::Agent, std::slice::from_ref(&made.site.id)).await;
    let (owner, emma) = (test.actor(OWNER_EMAIL).await, test.actor("emma@brume.example").await);
    add_group(&test.ctx, &owner, &made.site.id, group("Orders", &[&emma])).await.unwrap();
    add_group(&test.ctx, &owner, &made.site.id, group("Support", &[])).await.unwrap();
    let emma = test.actor("emma@brume.example").await;
    let (visitor, id) = conversation(&test, &made.site, Some("orders"), "hello").await;
    change_owner(&test.ctx, &emma, &id, &OwnerChange::Join).await.unwrap();
    submit_contact(&test.ctx, &visitor, Contact { group: Some("support".to_owned()), ..Contact::default() }).await.unwrap();
    assert!(get_thread(&test.ctx, &emma, &id).await.is_ok());
}

#[tokio::test]
async fn a_group_is_there_with_a_member_or_somebody_in_no_group() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    let sites = std::slice::from_ref(&made.site.id);
    for name in ["Emma", "Odile"] {
        test.agent(&made.account.id, name, Role::Agent, sites).await;
    }
    let (owner, emma, odile) =
        (test.actor(OWNER_EMAIL).await, test.actor("emma@brume.example").await, test.actor("odile@brume.example").await);
    add_group(&test.ctx, &owner, &made.site.id, group("Orders", &[&emma])).await.unwrap();
    let support = add_group(&test.ctx, &owner, &made.site.id, group("Support", &[&odile])).await.unwrap();
    let online = async |named| {
        let guest = guest(&test, &made.site, named).await;
        load_state(&test.ctx, &guest).await.unwrap().is_online
    };
    entrenous_app::presence::agent_came(&test.ctx, &emma).await.unwrap();
    assert_eq!([online(None).await, online(Some("orders")).await, online(Some("support")).await], [true, true, false]);
    let cards = group_cards(&test.ctx, &made.site.id).await.unwrap();
    assert_eq!(cards.iter().map(|card| (card.key.as_str(), card.is_online)).collect::<Vec<_>>(), [("orders", true), ("support", false)]);
    change_group(&test.ctx, &owner, &made.site.id, &support.id, group("Support", &[])).await.unwrap();
    assert!(!online(Some("support")).await, "emma is in a group");
    entrenous_app::presence::agent_came(&test.ctx, &odile).await.unwrap();
    assert!(online(Some("support")).await, "odile is in none now");
}

#[tokio::test]
async fn the_conversations_of_a_removed_group_are_everybodys_and_dashboards_are_told_of_each() {
    each_database(|db| async move {
        let test = TestContext::over(db);
        let made = test.account().await;
        let site = &made.site.id;
        for name in ["Emma", "Odile"] {
            test.agent(&made.account.id, name, Role::Agent, std::slice::from_ref(site)).await;
        }
        let (owner, emma, odile) =
            (test.actor(OWNER_EMAIL).await, test.actor("emma@brume.example").await, test.actor("odile@brume.example").await);
        let orders = add_group(&test.ctx, &owner, site, group("Orders", &[&emma])).await.unwrap();
        add_group(&test.ctx, &owner, site, group("Support", &[&odile])).await.unwrap();
        let odile = test.actor("odile@brume.example").await;
        // More than one unit moves.
        for n in 0..60 {
            let (_, id) = conversation(&test, &made.site, Some("orders"), "hello").await;
            if n % 3 == 0 {
                change_owner(&test.ctx, &owner, &id, &OwnerChange::Close).await.unwrap();
            }
        }
        test.run_jobs().await;
        assert_eq!(listed(&test, &odile).await, []);
        let before = test.ctx.db.view().await.unwrap().events().last_number(site).await.unwrap();
        let mut told = test.ctx.bus.listen(vec![Topic::Site(site.clone())]);

        remove_group(&test.ctx, &owner, site, &orders.id).await.unwrap();
        let again = remove_group(&test.ctx, &owner, site, &orders.id).await;
        assert!(matches!(again, Err(GroupError::NotFound)), "{again:?}");
        assert_eq!(group_cards(&test.ctx, site).await.unwrap().len(), 1);
        // Its key is free at once, and a page that still names it by its id routes nowhere.
        let next = add_group(&test.ctx, &owner, site, group("Orders", &[&emma])).await.unwrap();
        assert_eq!(next.key.as_str(), "orders");
        let (_, later) = conversation(&test, &made.site, Some(orders.id.as_str()), "hello").await;
        assert!(get_thread(&test.ctx, &odile, &later).await.is_ok());

        test.run_jobs().await;
        assert_eq!(listed(&test, &odile).await.len(), 41, "those that are open, and the later one");
        let mut moved = 0;
        while let Ok(Some(signal)) = told.try_next() {
            if let Told::Stored { change: Change::ConversationMoved { from }, conversation, .. } = signal.told() {
                assert_eq!((from.as_ref(), &conversation.group), (Some(&orders.id), &None));
                moved += 1;
            }
        }
        let Resumed::Events { events, .. } = resume_site(&test.ctx, &odile, site, before).await.unwrap() else { panic!("too old") };
        assert!(events.iter().all(|(_, missed)| matches!(missed, Missed::Changed(_) | Missed::Message(..))), "{events:?}");
        let last = test.ctx.db.view().await.unwrap().events().last_number(site).await.unwrap();
        assert_eq!((moved, last - before), (60, 61), "each one, and the message of the later one");
        let lingering = async || test.ctx.db.view().await.unwrap().groups().list_removed(9).await.unwrap();
        assert_eq!(lingering().await, [(site.clone(), orders.id.clone())]);
        test.advance_ms(300_000);
        empty_groups(&test.ctx).await.unwrap();
        assert_eq!(lingering().await, []);
    })
    .await;
}

#[tokio::test]
async fn removing_and_changing_a_group_while_its_visitors_write_fails_nobody() {
    each_database(|db| async move {
        let test = TestContext::over(db);
        let made = test.account().await;
        let owner = test.actor(OWNER_EMAIL).await;
        for round in 0..6 {
            let orders = add_group(&test.ctx, &owner, &made.site.id, group("Orders", &[])).await.unwrap();
            let mut guests = Vec::new();
            for n in 0..12 {
                // Some have a conversation already, the others open theirs in the middle of it.
                let guest = guest(&test, &made.site, Some("orders")).await;
                if n % 2 == 0 {
                    says(&test, &guest, "first").await;
                }
                guests.push(guest);
            }
            let writing = join_all(guests.iter().map(|guest| async {
                for words in ["one", "two", "three"] {
                    says(&test, guest, words).await;
                }
            }));
            let removing = async {
                let other = SaveGroup { key: Some(format!("other-{round}")), ..group("Orders", &[]) };
                change_group(&test.ctx, &owner, &made.site.id, &orders.id, other).await.unwrap();
                remove_group(&test.ctx, &owner, &made.site.id, &orders.id).await.unwrap();
                empty_groups(&test.ctx).await.unwrap();
            };
            join(writing, removing).await;
        }
        test.run_jobs().await;
    })
    .await;
}
