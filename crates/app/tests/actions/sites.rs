//! Websites and groups.

use entrenous_app::site::{self, ChangeSite, CreateSite, GroupError, SaveGroup, SiteError};
use entrenous_domain::account::Role;
use entrenous_domain::ids::{GroupId, SiteId};
use entrenous_testkit::people::OWNER_EMAIL;
use entrenous_testkit::{TestContext, each_database};

fn shop() -> CreateSite {
    CreateSite {
        name: "Shop".to_owned(),
        language: "pt_BR".to_owned(),
        allowed_domains: vec!["Shop.example".to_owned(), "https://shop.example/".to_owned(), "http://localhost:8080".to_owned()],
    }
}

fn group(name: &str) -> SaveGroup {
    SaveGroup { name: name.to_owned(), key: None, agents: Vec::new() }
}

#[tokio::test]
async fn a_site_gets_a_key_of_its_own_and_its_domains_are_read() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let owner = test.actor(OWNER_EMAIL).await;
    let made = site::create_site(&test.ctx, &owner, shop()).await.unwrap().site;
    assert_ne!(made.chat_key, created.site.chat_key);
    assert_eq!(made.language, "pt-br");
    let origins: Vec<&str> = made.allowed_origins.iter().map(|origin| origin.as_str()).collect();
    assert_eq!(origins, ["https://shop.example", "http://localhost:8080"]);
    assert_eq!(site::get_site(&test.ctx, &owner, &made.id).await.unwrap().site, made);
}

#[tokio::test]
async fn a_wrong_domain_is_named() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let owner = test.actor(OWNER_EMAIL).await;
    let cmd = ChangeSite { allowed_domains: Some(vec!["shop.example".to_owned(), "*.shop.example".to_owned()]), ..Default::default() };
    let refused = site::change_site(&test.ctx, &owner, &created.site.id, cmd).await;
    assert!(matches!(&refused, Err(SiteError::Domain(entry)) if entry == "*.shop.example"), "{refused:?}");
    assert!(site::get_site(&test.ctx, &owner, &created.site.id).await.unwrap().site.allowed_origins.is_empty());
}

#[tokio::test]
async fn an_agent_sees_named_sites_only_and_manages_none() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let owner = test.actor(OWNER_EMAIL).await;
    let other = site::create_site(&test.ctx, &owner, shop()).await.unwrap().site;
    let emma = test.agent(&created.account.id, "Emma", Role::Agent, std::slice::from_ref(&created.site.id)).await;
    let actor = test.actor(&emma.email).await;
    let seen: Vec<SiteId> = site::list_site_ids(&test.ctx, &actor).await.unwrap();
    assert_eq!(seen, std::slice::from_ref(&created.site.id));
    assert!(matches!(site::get_site(&test.ctx, &actor, &other.id).await, Err(SiteError::NotFound)));
    assert!(matches!(site::change_site(&test.ctx, &actor, &other.id, ChangeSite::default()).await, Err(SiteError::NotFound)));
    assert!(matches!(site::change_site(&test.ctx, &actor, &created.site.id, ChangeSite::default()).await, Err(SiteError::Forbidden)));
    assert!(matches!(site::renew_chat_key(&test.ctx, &actor, &created.site.id).await, Err(SiteError::Forbidden)));
    assert!(matches!(site::create_site(&test.ctx, &actor, shop()).await, Err(SiteError::Forbidden)));
    assert!(matches!(site::add_group(&test.ctx, &actor, &created.site.id, group("A")).await, Err(GroupError::Forbidden)));
}

#[tokio::test]
async fn another_account_s_site_and_an_absent_one_are_the_same_nothing() {
    each_database(|db| async move {
        let test = TestContext::over(db);
        test.account().await;
        let neighbour = test.neighbour().await;
        let owner = test.actor(OWNER_EMAIL).await;
        for id in [&neighbour.site.id, &test.ctx.new_id(SiteId::new)] {
            assert!(matches!(site::get_site(&test.ctx, &owner, id).await, Err(SiteError::NotFound)));
            assert!(matches!(site::change_site(&test.ctx, &owner, id, ChangeSite::default()).await, Err(SiteError::NotFound)));
            assert!(matches!(site::renew_chat_key(&test.ctx, &owner, id).await, Err(SiteError::NotFound)));
            assert!(matches!(site::add_group(&test.ctx, &owner, id, group("A")).await, Err(GroupError::NotFound)));
        }
        let mut view = test.ctx.db.view().await.unwrap();
        let untouched = view.sites().find_by_id(&neighbour.site.id).await.unwrap();
        assert_eq!(untouched, Some(neighbour.site.clone()));
    })
    .await;
}

#[tokio::test]
async fn a_new_key_leaves_the_old_one_without_a_site() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let owner = test.actor(OWNER_EMAIL).await;
    let after = site::renew_chat_key(&test.ctx, &owner, &created.site.id).await.unwrap().site;
    let mut view = test.ctx.db.view().await.unwrap();
    assert!(view.sites().find_by_key(&created.site.chat_key).await.unwrap().is_none());
    assert_eq!(view.sites().find_by_key(&after.chat_key).await.unwrap().unwrap().id, created.site.id);
}

#[tokio::test]
async fn groups_have_keys_of_their_own_and_members_with_access() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let neighbour = test.neighbour().await;
    let owner = test.actor(OWNER_EMAIL).await;
    let site_id = &created.site.id;
    let stranger = test.agent(&created.account.id, "Karim", Role::Agent, &[]).await;

    let first = site::add_group(&test.ctx, &owner, site_id, group("Support & Sales")).await.unwrap();
    let second = site::add_group(&test.ctx, &owner, site_id, group("Support, sales")).await.unwrap();
    assert_eq!((first.key.as_str(), second.key.as_str()), ("support-sales", "support-sales-2"));
    let taken = SaveGroup { key: Some("Support-Sales".to_owned()), ..group("Third") };
    assert!(matches!(site::add_group(&test.ctx, &owner, site_id, taken.clone()).await, Err(GroupError::KeyTaken)));
    assert!(matches!(site::change_group(&test.ctx, &owner, site_id, &second.id, taken).await, Err(GroupError::KeyTaken)));

    for outsider in [&stranger.id, &neighbour.owner.id] {
        let cmd = SaveGroup { agents: vec![owner.agent().clone(), outsider.clone()], ..group("Support") };
        let refused = site::change_group(&test.ctx, &owner, site_id, &first.id, cmd).await;
        assert!(matches!(refused, Err(GroupError::UnknownAgent)), "{refused:?}");
    }
    let cmd = SaveGroup { agents: vec![owner.agent().clone(), owner.agent().clone()], ..group("Support") };
    let changed = site::change_group(&test.ctx, &owner, site_id, &first.id, cmd).await.unwrap();
    assert_eq!((changed.key.as_str(), changed.agents.as_slice()), ("support-sales", std::slice::from_ref(owner.agent())));

    site::remove_group(&test.ctx, &owner, site_id, &first.id).await.unwrap();
    assert!(matches!(site::remove_group(&test.ctx, &owner, site_id, &first.id).await, Err(GroupError::NotFound)));
    assert_eq!(site::get_site(&test.ctx, &owner, site_id).await.unwrap().groups, [second]);
}

#[tokio::test]
async fn a_group_is_found_only_under_its_own_site() {
    let test = TestContext::sqlite().await;
    let created = test.account().await;
    let owner = test.actor(OWNER_EMAIL).await;
    let other = site::create_site(&test.ctx, &owner, shop()).await.unwrap().site;
    let made = site::add_group(&test.ctx, &owner, &created.site.id, group("Orders")).await.unwrap();
    let absent = test.ctx.new_id(GroupId::new);
    for (parent, child) in [(&other.id, &made.id), (&created.site.id, &absent)] {
        assert!(matches!(site::change_group(&test.ctx, &owner, parent, child, group("X")).await, Err(GroupError::NotFound)));
        assert!(matches!(site::remove_group(&test.ctx, &owner, parent, child).await, Err(GroupError::NotFound)));
    }
    assert_eq!(site::get_site(&test.ctx, &owner, &created.site.id).await.unwrap().groups, [made]);
}
