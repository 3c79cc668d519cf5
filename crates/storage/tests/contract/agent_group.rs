//! Groups of agents.

use entrenous_domain::account::{Group, GroupKey, Role};
use entrenous_domain::conversation::{ClientMsgId, Conversation};
use entrenous_domain::ids::{ConversationId, GroupId, SiteId};
use entrenous_testkit::each_database;

use crate::town::{self, NOON, after, agent, site, visitor};

fn group(of: SiteId, n: u8, key: &str) -> Group {
    Group {
        id: GroupId::new(NOON, [n; 10]),
        site: of,
        key: GroupKey::parse(key).unwrap(),
        name: format!("Group {n}"),
        agents: Vec::new(),
        created_at: NOON,
    }
}

#[tokio::test]
async fn a_group_has_a_key_of_its_own_within_its_site() {
    each_database(|db| async move {
        town::build(&db).await;
        let (here, there) = (site(1, 1).id, site(9, 9).id);
        let (one, two) = (group(here.clone(), 1, "orders"), group(here.clone(), 2, "support"));
        let mut work = db.unit().await.unwrap();
        assert!(work.groups().add(&one).await.unwrap());
        assert!(work.groups().add(&two).await.unwrap());
        assert!(!work.groups().add(&group(here.clone(), 3, "orders")).await.unwrap());
        assert!(work.groups().add(&group(there.clone(), 4, "orders")).await.unwrap(), "another site");
        assert!(!work.groups().set(&Group { key: one.key.clone(), ..two.clone() }).await.unwrap());
        let renamed = Group { name: "A first one".to_owned(), ..two.clone() };
        assert!(work.groups().set(&renamed).await.unwrap());
        assert_eq!(work.groups().list(&here).await.unwrap(), [renamed.clone(), one.clone()], "by name");
        assert_eq!(work.groups().find_by_key(&here, &two.key).await.unwrap(), Some(renamed));
        assert_eq!(work.groups().get(&there, &one.id).await.unwrap(), None);
        work.save().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_removed_group_is_nobodys_at_once_and_goes_when_it_has_no_conversations() {
    each_database(|db| async move {
        town::build(&db).await;
        let (here, there) = (site(1, 1).id, site(9, 9).id);
        let orders = group(here.clone(), 1, "orders");
        let mut work = db.unit().await.unwrap();
        assert!(work.groups().add(&orders).await.unwrap());
        assert!(work.groups().set_members(&here, &orders.id, &[agent(1, 1, Role::Owner).id]).await.unwrap());
        work.visitors().add(&visitor(1), b"token").await.unwrap();
        let opened_by = ClientMsgId::parse("first").unwrap();
        let id = ConversationId::new(NOON, [1; 10]);
        let mut inside = Conversation::open(id, here.clone(), visitor(1).id, opened_by, Some(orders.id.clone()), NOON);
        work.conversations().add(&inside).await.unwrap();
        assert!(!work.groups().set_removed(&there, &orders.id, NOON).await.unwrap());
        assert!(work.groups().set_removed(&here, &orders.id, NOON).await.unwrap());
        assert!(!work.groups().set_removed(&here, &orders.id, NOON).await.unwrap());
        assert_eq!(work.groups().get(&here, &orders.id).await.unwrap(), None);
        assert_eq!(work.groups().get_for_change(&here, &orders.id).await.unwrap(), None);
        assert_eq!(work.groups().find_by_key(&here, &orders.key).await.unwrap(), None);
        assert_eq!(work.groups().list(&here).await.unwrap(), []);
        assert_eq!(work.groups().members(&here).await.unwrap(), []);
        assert!(!work.groups().set(&orders).await.unwrap());
        for named in ["orders", orders.id.as_str()] {
            assert_eq!(work.conversations().find_group(&here, named).await.unwrap(), None, "{named}");
        }
        assert!(work.groups().add(&group(here.clone(), 2, "orders")).await.unwrap(), "its key is free");

        let pair = (here.clone(), orders.id.clone());
        work.groups().remove(&here, &orders.id, NOON).await.unwrap();
        assert_eq!(work.groups().list_removed(9).await.unwrap(), std::slice::from_ref(&pair), "it has a conversation");
        let listed = work.conversations().list_of_group(&here, &orders.id, 9).await.unwrap();
        assert_eq!(listed, [(visitor(1).id, inside.id.clone())]);
        inside.group = None;
        work.conversations().set(&inside).await.unwrap();
        assert_eq!(work.conversations().list_of_group(&here, &orders.id, 9).await.unwrap(), []);
        work.groups().remove(&here, &orders.id, after(-1)).await.unwrap();
        assert_eq!(work.groups().list_removed(9).await.unwrap(), [pair], "too early");
        work.groups().remove(&here, &orders.id, NOON).await.unwrap();
        assert_eq!(work.groups().list_removed(9).await.unwrap(), []);
        work.save().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn members_have_access_to_the_site_and_go_with_it() {
    each_database(|db| async move {
        town::build(&db).await;
        let (owner, emma, foreign) = (agent(1, 1, Role::Owner), agent(1, 2, Role::Agent), agent(9, 9, Role::Owner));
        let here = site(1, 1).id;
        let made = group(here.clone(), 1, "orders");
        let mut work = db.unit().await.unwrap();
        assert!(work.groups().add(&made).await.unwrap());
        assert!(!work.groups().set_members(&here, &made.id, std::slice::from_ref(&emma.id)).await.unwrap(), "not named for the site");
        assert!(!work.groups().set_members(&here, &made.id, std::slice::from_ref(&foreign.id)).await.unwrap(), "the neighbour");
        assert!(work.agents().set_sites(&emma.account, &emma.id, std::slice::from_ref(&here)).await.unwrap());
        let both = [owner.id.clone(), emma.id.clone()];
        assert!(work.groups().set_members(&here, &made.id, &both).await.unwrap());
        assert_eq!(work.groups().get(&here, &made.id).await.unwrap().unwrap().agents, both);
        assert_eq!(work.groups().list(&here).await.unwrap()[0].agents, both);

        assert_eq!(work.groups().remove_out_of_reach(&emma.id).await.unwrap(), 0);
        assert!(work.agents().set_sites(&emma.account, &emma.id, &[site(1, 2).id]).await.unwrap());
        assert_eq!(work.groups().remove_out_of_reach(&emma.id).await.unwrap(), 1);
        assert_eq!(work.groups().remove_out_of_reach(&owner.id).await.unwrap(), 0, "owners reach every site");
        assert_eq!(work.groups().get(&here, &made.id).await.unwrap().unwrap().agents, [owner.id]);
        work.save().await.unwrap();
    })
    .await;
}
