//! The page a visitor writes from, as agents see it.

use entrenous_app::visitor::{BeginSession, SetPage, begin_session, set_page};
use entrenous_domain::visitor::Page;
use entrenous_testkit::TestContext;

fn page(path: &str, platform: Option<&str>) -> SetPage {
    SetPage {
        url: Some(format!("https://shop.example{path}?token=1")),
        title: Some("Bowls".to_owned()),
        referrer: None,
        platform: platform.map(str::to_owned),
    }
}

#[tokio::test]
async fn the_page_says_what_the_website_runs_on_and_no_more_than_a_line_of_it_is_kept() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    let chat_key = made.site.chat_key.as_str().to_owned();
    let cmd = BeginSession { chat_key, page: page("/a", Some(" WP\n6.8 ")), ..BeginSession::default() };
    let guest = begin_session(&test.ctx, cmd).await.unwrap().guest;
    let kept = async || {
        let mut view = test.ctx.db.view().await.unwrap();
        view.visitors().get(&guest.site.id, &guest.visitor.id).await.unwrap().unwrap().page
    };
    let url = Some("https://shop.example/a".to_owned());
    let title = Some("Bowls".to_owned());
    let platform = Some("WP 6.8".to_owned());
    assert_eq!(kept().await, Page { url, title: title.clone(), referrer: None, platform });
    set_page(&test.ctx, &guest, &page("/b", Some(&"x".repeat(2_000)))).await.unwrap();
    assert_eq!(kept().await.platform, Some("x".repeat(100)));
    set_page(&test.ctx, &guest, &page("/c", None)).await.unwrap();
    assert_eq!(kept().await, Page { url: Some("https://shop.example/c".to_owned()), title, referrer: None, platform: None });
}
