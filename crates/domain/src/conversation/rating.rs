//! What a visitor says a conversation was worth.

use crate::text;
use crate::time::Timestamp;

/// The longest comment, in characters.
pub const MAX_COMMENT_CHARS: usize = 1000;
/// How long after its end a conversation can be rated: 7 days.
pub const RATING_LIFE_MS: i64 = 7 * 86_400_000;

/// One of three values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RatingValue {
    /// It did not help.
    Bad,
    /// So-so.
    Normal,
    /// It helped.
    Good,
}

impl RatingValue {
    /// Every value, worst first.
    pub const ALL: [RatingValue; 3] = [RatingValue::Bad, RatingValue::Normal, RatingValue::Good];

    /// The stored and sent number: 1, 3 or 5.
    pub const fn number(self) -> i64 {
        match self {
            RatingValue::Bad => 1,
            RatingValue::Normal => 3,
            RatingValue::Good => 5,
        }
    }

    /// Reads the stored number.
    pub fn parse(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|value| value.number() == number)
    }
}

/// A rating as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rating {
    /// The value.
    pub value: RatingValue,
    /// What the visitor wrote with it; never blank.
    pub comment: Option<String>,
}

/// What a visitor says now; a comment that was not given stays as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRating {
    value: RatingValue,
    /// `Some(None)`: nothing is written any more.
    comment: Option<Option<String>>,
}

/// Why a rating is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusedRating {
    /// The comment has more than `max` characters.
    TooLong {
        /// The limit.
        max: usize,
    },
    /// The conversation was closed too long ago, or there is a newer one.
    Over,
}

impl NewRating {
    /// Cleans and checks what came from outside.
    ///
    /// # Errors
    /// `TooLong`.
    pub fn check(value: RatingValue, comment: Option<&str>) -> Result<Self, RefusedRating> {
        let clean = comment.map(text::message_text);
        if clean.as_ref().is_some_and(|comment| comment.chars().count() > MAX_COMMENT_CHARS) {
            return Err(RefusedRating::TooLong { max: MAX_COMMENT_CHARS });
        }
        Ok(Self { value, comment: clean.map(|comment| Some(comment).filter(|comment| !text::is_blank(comment))) })
    }

    /// What the rating is from now on.
    pub fn over(self, before: Option<&Rating>) -> Rating {
        let comment = self.comment.unwrap_or_else(|| before.and_then(|rating| rating.comment.clone()));
        Rating { value: self.value, comment }
    }
}

/// Whether a conversation that ended at `closed_at` can still be rated.
pub fn may_be_rated(closed_at: Option<Timestamp>, now: Timestamp) -> bool {
    closed_at.is_none_or(|closed| now.since(closed) <= RATING_LIFE_MS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comment_stays_until_it_is_replaced_or_emptied() {
        let first = NewRating::check(RatingValue::Bad, Some(" slow\r\nvery \u{0}")).unwrap().over(None);
        assert_eq!(first.comment.as_deref(), Some("slow\nvery"));
        let second = NewRating::check(RatingValue::Good, None).unwrap().over(Some(&first));
        assert_eq!((second.value, second.comment.as_deref()), (RatingValue::Good, Some("slow\nvery")));
        let third = NewRating::check(RatingValue::Good, Some(" \u{200b} ")).unwrap().over(Some(&second));
        assert_eq!(third.comment, None);
    }

    #[test]
    fn a_comment_of_a_thousand_characters_is_the_longest() {
        assert!(NewRating::check(RatingValue::Normal, Some(&"é".repeat(MAX_COMMENT_CHARS))).is_ok());
        let refused = NewRating::check(RatingValue::Normal, Some(&"é".repeat(MAX_COMMENT_CHARS + 1)));
        assert_eq!(refused, Err(RefusedRating::TooLong { max: MAX_COMMENT_CHARS }));
    }

    #[test]
    fn a_conversation_is_rated_while_it_is_open_and_seven_days_longer() {
        let at = Timestamp::from_ms;
        assert!(may_be_rated(None, at(i64::MAX)));
        assert!(may_be_rated(Some(at(5)), at(5 + RATING_LIFE_MS)));
        assert!(!may_be_rated(Some(at(5)), at(6 + RATING_LIFE_MS)));
        assert_eq!(RatingValue::parse(2), None);
    }
}
