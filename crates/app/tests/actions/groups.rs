//! Who sees which conversations, and for whom somebody is there.

use entrenous_app::conversation::{
    ActError, ListConversations, Missed, OwnerChange, Resumed, View, change_owner, get_thread, list_conversations, resume_site,
};
use entrenous_app::search::{index_earlier, search};
use entrenous_app::site::{SaveGroup, add_group, change_group};
use entrenous_app::visitor::{Contact, group_cards, load_state, submit_contact};
use entrenous_domain::account::{Actor, Role};
use entrenous_domain::ids::ConversationId;
use entrenous_storage::OpenView;
use entrenous_testkit::people::OWNER_EMAIL;
use entrenous_testkit::{TestContext, each_database};

use crate::visitors::{conversation, guest};

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
