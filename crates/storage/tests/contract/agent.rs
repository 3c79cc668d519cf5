//! People: profile, rights, sites.

use entrenous_domain::account::{Agent, Role, Status};
use entrenous_domain::ids::UploadId;
use entrenous_testkit::each_database;

use crate::town::{self, NOON, account, after, agent, site};

#[tokio::test]
async fn an_agent_comes_back_as_it_was_changed() {
    each_database(|db| async move {
        town::build(&db).await;
        let picture = UploadId::new(NOON, [7; 10]);
        let changed = Agent {
            name: "Emma Été".to_owned(),
            nickname: "Emma".to_owned(),
            description: "Orders".to_owned(),
            language: "en".to_owned(),
            status: Status::Away,
            accepting: false,
            role: Role::Admin,
            active: false,
            avatar: Some(picture.clone()),
            sites: vec![site(1, 1).id, site(1, 2).id],
            last_login_at: Some(after(5)),
            ..agent(1, 2, Role::Agent)
        };
        let mut work = db.unit().await.unwrap();
        let held = work.agents().get_for_change(&changed.account, &changed.id).await.unwrap();
        assert_eq!(held, Some(agent(1, 2, Role::Agent)));
        work.agents().set_profile(&changed).await.unwrap();
        work.agents().set_rights(&changed).await.unwrap();
        assert!(work.agents().set_sites(&changed.account, &changed.id, &changed.sites).await.unwrap());
        work.agents().set_avatar(&changed.account, &changed.id, Some(&picture)).await.unwrap();
        work.agents().set_last_login(&changed.account, &changed.id, after(5)).await.unwrap();
        work.save().await.unwrap();
        let mut view = db.view().await.unwrap();
        assert_eq!(view.agents().get(&changed.account, &changed.id).await.unwrap(), Some(changed.clone()));
        assert_eq!(view.agents().find_by_email(&changed.email).await.unwrap(), Some(changed.clone()));
        assert_eq!(view.agents().list(&changed.account).await.unwrap(), [agent(1, 1, Role::Owner), changed]);
    })
    .await;
}

#[tokio::test]
async fn the_neighbour_s_agents_and_sites_are_out_of_reach() {
    each_database(|db| async move {
        town::build(&db).await;
        let (mine, theirs) = (account(1).id, agent(9, 9, Role::Owner));
        let mut work = db.unit().await.unwrap();
        assert_eq!(work.agents().get(&mine, &theirs.id).await.unwrap(), None);
        let stolen = Agent { account: mine.clone(), name: "stolen".to_owned(), role: Role::Agent, ..theirs.clone() };
        work.agents().set_profile(&stolen).await.unwrap();
        work.agents().set_rights(&stolen).await.unwrap();
        assert!(!work.agents().remove_invited(&mine, &theirs.id).await.unwrap());
        work.credentials().set_password(&mine, &theirs.id, "stolen").await.unwrap();
        assert!(work.agents().set_sites(&mine, &theirs.id, &[]).await.unwrap());
        assert!(!work.agents().set_sites(&mine, &agent(1, 2, Role::Agent).id, &[site(9, 9).id]).await.unwrap());
        work.save().await.unwrap();
        let mut view = db.view().await.unwrap();
        assert_eq!(view.agents().get(&theirs.account, &theirs.id).await.unwrap(), Some(theirs.clone()));
        let kept = view.credentials().get(&theirs.account, &theirs.id).await.unwrap().unwrap();
        assert_eq!(kept.password_hash.as_deref(), Some("hash"));
    })
    .await;
}

#[tokio::test]
async fn an_address_is_taken_once_in_the_installation() {
    each_database(|db| async move {
        town::build(&db).await;
        let second = Agent { email: agent(9, 9, Role::Owner).email, ..agent(1, 3, Role::Agent) };
        let mut work = db.unit().await.unwrap();
        assert!(!work.agents().add(&second, None).await.unwrap());
        assert!(work.agents().add(&agent(1, 3, Role::Agent), None).await.unwrap(), "the unit goes on after the conflict");
        work.save().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_invited_agent_gets_one_first_password_or_goes_without_a_trace() {
    each_database(|db| async move {
        town::build(&db).await;
        let (one, two) = (agent(1, 3, Role::Owner), agent(1, 4, Role::Agent));
        let mut work = db.unit().await.unwrap();
        for invited in [&one, &two] {
            assert!(work.agents().add(invited, None).await.unwrap());
        }
        assert!(work.agents().get(&one.account, &one.id).await.unwrap().unwrap().invited);
        assert_eq!(work.agents().count_owners(&one.account).await.unwrap(), 1, "an invited owner does not count");
        assert!(work.credentials().set_first_password(&one.account, &one.id, "first").await.unwrap());
        assert!(!work.credentials().set_first_password(&one.account, &one.id, "second").await.unwrap());
        assert_eq!(work.agents().count_owners(&one.account).await.unwrap(), 2);
        assert!(!work.agents().remove_invited(&one.account, &one.id).await.unwrap(), "has a password");
        assert!(work.agents().remove_invited(&two.account, &two.id).await.unwrap());
        work.save().await.unwrap();
        assert_eq!(db.view().await.unwrap().agents().get(&two.account, &two.id).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn who_accepts_chats_is_active_online_willing_and_of_the_site() {
    each_database(|db| async move {
        town::build(&db).await;
        let emma = agent(1, 2, Role::Agent);
        let accepting = async || db.view().await.unwrap().agents().list_accepting(&site(1, 1).id).await.unwrap();
        assert_eq!(accepting().await, [agent(1, 1, Role::Owner).id], "not named, and not the neighbour");
        let mut work = db.unit().await.unwrap();
        assert!(work.agents().set_sites(&emma.account, &emma.id, &[site(1, 1).id]).await.unwrap());
        work.save().await.unwrap();
        assert_eq!(accepting().await, [agent(1, 1, Role::Owner).id, emma.id.clone()]);
        for changed in [
            Agent { active: false, ..emma.clone() },
            Agent { status: Status::Away, ..emma.clone() },
            Agent { accepting: false, ..emma.clone() },
        ] {
            let mut work = db.unit().await.unwrap();
            work.agents().set_profile(&changed).await.unwrap();
            work.agents().set_rights(&changed).await.unwrap();
            work.save().await.unwrap();
            assert_eq!(accepting().await, [agent(1, 1, Role::Owner).id], "{changed:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_time_step_is_taken_once_and_never_backwards() {
    each_database(|db| async move {
        town::build(&db).await;
        let emma = agent(1, 2, Role::Agent);
        let (account, id) = (&emma.account, &emma.id);
        let mut work = db.unit().await.unwrap();
        assert!(!work.credentials().confirm_totp(account, id, 10).await.unwrap(), "there is no secret yet");
        assert!(work.credentials().set_totp(account, id, &[1, 2]).await.unwrap());
        assert!(!work.credentials().take_totp_step(account, id, 9).await.unwrap(), "not confirmed");
        assert!(work.credentials().confirm_totp(account, id, 10).await.unwrap());
        assert!(!work.credentials().set_totp(account, id, &[3]).await.unwrap(), "a confirmed one stays");
        let mut taken = Vec::new();
        for step in [10, 11, 11, 9, 12] {
            taken.push(work.credentials().take_totp_step(account, id, step).await.unwrap());
        }
        assert_eq!(taken, [false, true, false, false, true]);
        assert_eq!(work.credentials().get(account, id).await.unwrap().unwrap().totp_secret, Some(vec![1, 2]));
        work.credentials().remove_totp(account, id).await.unwrap();
        assert!(!work.credentials().get(account, id).await.unwrap().unwrap().totp_confirmed);
        work.save().await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn an_inactive_agent_is_not_found_by_its_address() {
    each_database(|db| async move {
        town::build(&db).await;
        let emma = agent(1, 2, Role::Agent);
        let mut work = db.unit().await.unwrap();
        assert!(work.credentials().find_by_email(&emma.email).await.unwrap().is_some());
        work.agents().set_rights(&Agent { active: false, ..emma.clone() }).await.unwrap();
        assert!(work.credentials().find_by_email(&emma.email).await.unwrap().is_none());
        work.save().await.unwrap();
        assert_eq!(db.view().await.unwrap().agents().count_owners(&account(1).id).await.unwrap(), 1);
    })
    .await;
}
