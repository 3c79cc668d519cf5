//! Websites.

use entrenous_domain::consent::{GpcRule, PurposeSet, SitePrivacy};
use entrenous_domain::site::{ChatKey, Site, TrackingMode};
use entrenous_domain::site_identity::SiteIdentity;
use entrenous_testkit::each_database;

use crate::town::{self, account, after, site};

#[tokio::test]
async fn a_site_comes_back_as_it_was_changed() {
    each_database(|db| async move {
        town::build(&db).await;
        let changed = Site {
            name: "Boutique".to_owned(),
            language: "fr".to_owned(),
            tracking_mode: TrackingMode::Always,
            allowed_origins: Vec::new(),
            chat_box: r##"{"color":"#000000"}"##.to_owned(),
            privacy: SitePrivacy::check(PurposeSet { marketing: true, ..PurposeSet::NONE }, false, GpcRule::Overridable).unwrap(),
            identity: SiteIdentity::stored(true, Some(vec![2]), Some(vec![1])).unwrap(),
            chat_key: ChatKey::new([77; 20]),
            ..site(1, 2)
        };
        let mut work = db.unit().await.unwrap();
        assert_eq!(work.sites().get_for_change(&changed.account, &changed.id).await.unwrap(), Some(site(1, 2)));
        work.sites().set_settings(&changed).await.unwrap();
        work.sites().set_identity(&changed).await.unwrap();
        work.sites().set_chat_key(&changed.account, &changed.id, &changed.chat_key).await.unwrap();
        work.save().await.unwrap();
        let mut view = db.view().await.unwrap();
        assert_eq!(view.sites().list(&account(1).id).await.unwrap(), [changed.clone(), site(1, 1)], "by name");
        assert_eq!(view.sites().count(&account(1).id).await.unwrap(), 2);
        assert_eq!(view.sites().find_by_key(&changed.chat_key).await.unwrap(), Some(changed.clone()));
        assert_eq!(view.sites().find_by_key(&site(1, 2).chat_key).await.unwrap(), None);
        assert_eq!(view.sites().find_by_id(&changed.id).await.unwrap(), Some(changed));
    })
    .await;
}

#[tokio::test]
async fn the_neighbour_s_site_is_out_of_reach() {
    each_database(|db| async move {
        town::build(&db).await;
        let (mine, theirs) = (account(1).id, site(9, 9));
        let mut work = db.unit().await.unwrap();
        assert_eq!(work.sites().get(&mine, &theirs.id).await.unwrap(), None);
        assert_eq!(work.sites().get_for_change(&mine, &theirs.id).await.unwrap(), None);
        work.sites().set_settings(&Site { account: mine.clone(), name: "stolen".to_owned(), ..theirs.clone() }).await.unwrap();
        let identity = SiteIdentity::stored(false, Some(vec![9]), None).unwrap();
        work.sites().set_identity(&Site { account: mine.clone(), identity, ..theirs.clone() }).await.unwrap();
        work.sites().set_chat_key(&mine, &theirs.id, &ChatKey::new([66; 20])).await.unwrap();
        work.save().await.unwrap();
        assert_eq!(db.view().await.unwrap().sites().get(&theirs.account, &theirs.id).await.unwrap(), Some(theirs));
    })
    .await;
}

#[tokio::test]
async fn a_page_load_is_written_down_once_a_minute_or_when_the_origin_changes() {
    each_database(|db| async move {
        town::build(&db).await;
        let id = site(1, 1).id;
        let mut work = db.unit().await.unwrap();
        let mut written = Vec::new();
        for (at, origin) in [
            (0, Some("https://a.example")),
            (59_999, Some("https://a.example")),
            (59_999, Some("https://b.example")),
            (59_999, None),
            (60_000, None),
            (119_999, None),
        ] {
            written.push(work.sites().set_seen(&id, origin, after(at)).await.unwrap());
        }
        assert_eq!(written, [true, false, true, true, false, true]);
        let seen = work.sites().find_by_id(&id).await.unwrap().unwrap();
        assert_eq!((seen.seen_at, seen.seen_origin), (Some(after(119_999)), None));
        work.save().await.unwrap();
    })
    .await;
}
