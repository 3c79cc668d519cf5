//! What visitors say of conversations.

use entrenous_app::conversation::{Range, RateError, close_by_visitor, messages_for_visitor, rate};
use entrenous_domain::conversation::{Content, RatingValue, RefusedRating};
use entrenous_domain::ids::ConversationId;
use entrenous_testkit::{TestContext, each_database};

use crate::visitors::{conversation, says};

#[tokio::test]
async fn the_first_rating_stands_in_the_thread_and_later_ones_replace_it() {
    each_database(|db| async move {
        let test = TestContext::over(db);
        let made = test.account().await;
        let (guest, id) = conversation(&test, &made.site, None, "hello").await;
        close_by_visitor(&test.ctx, &guest, &id).await.unwrap();
        for (value, comment) in [(RatingValue::Bad, None), (RatingValue::Bad, None), (RatingValue::Good, Some("thank you"))] {
            rate(&test.ctx, &guest, &id, value, comment).await.unwrap();
        }
        let page = messages_for_visitor(&test.ctx, &guest, &id, Range::After(0), 50).await.unwrap();
        let rated: Vec<_> = page.messages.iter().filter(|one| matches!(one.content, Content::Rated(_))).collect();
        assert_eq!(rated.len(), 1);
        assert_eq!((&rated[0].content, rated[0].seq), (&Content::Rated(RatingValue::Bad), 3));
        let kept = test.ctx.db.view().await.unwrap().conversations().get(&made.site.id, &id).await.unwrap().unwrap();
        let rating = kept.rating.unwrap();
        assert_eq!((rating.value, rating.comment.as_deref(), kept.last_seq), (RatingValue::Good, Some("thank you"), 3));
    })
    .await;
}

#[tokio::test]
async fn others_older_ones_and_those_of_last_week_are_not_rated() {
    let test = TestContext::sqlite().await;
    let made = test.account().await;
    let (guest, id) = conversation(&test, &made.site, None, "hello").await;
    let (_, others) = conversation(&test, &made.site, None, "hello").await;
    let neighbour = test.neighbour().await;
    let (_, foreign) = conversation(&test, &neighbour.site, None, "hello").await;
    for other in [others, foreign, ConversationId::new(test.ctx.now(), [0; 10])] {
        let refused = rate(&test.ctx, &guest, &other, RatingValue::Bad, None).await;
        assert!(matches!(refused, Err(RateError::NotFound)), "{refused:?}");
    }
    close_by_visitor(&test.ctx, &guest, &id).await.unwrap();
    test.advance_ms(7 * 86_400_000);
    rate(&test.ctx, &guest, &id, RatingValue::Bad, None).await.unwrap();
    test.advance_ms(1);
    let late = rate(&test.ctx, &guest, &id, RatingValue::Good, None).await;
    assert!(matches!(late, Err(RateError::Refused(RefusedRating::Over))), "{late:?}");
    says(&test, &guest, "once more").await;
    let older = rate(&test.ctx, &guest, &id, RatingValue::Good, None).await;
    assert!(matches!(older, Err(RateError::Refused(RefusedRating::Over))), "{older:?}");
    let long = rate(&test.ctx, &guest, &id, RatingValue::Good, Some(&"x".repeat(1_001))).await;
    assert!(matches!(long, Err(RateError::Refused(RefusedRating::TooLong { max: 1_000 }))), "{long:?}");
}
