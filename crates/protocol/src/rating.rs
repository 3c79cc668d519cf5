//! What a visitor says a conversation was worth.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One of three values, as numbers on the wire: 1 bad, 3 in between, 5 good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(into = "u8", try_from = "u8")]
#[repr(u8)]
pub enum RatingValue {
    /// It did not help.
    Bad = 1,
    /// So-so.
    Normal = 3,
    /// It helped.
    Good = 5,
}

impl From<RatingValue> for u8 {
    fn from(value: RatingValue) -> Self {
        value as u8
    }
}

impl TryFrom<u8> for RatingValue {
    type Error = &'static str;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        [Self::Bad, Self::Normal, Self::Good].into_iter().find(|value| u8::from(*value) == number).ok_or("a rating is 1, 3 or 5")
    }
}

/// A rating as it stands now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RatingOut {
    /// The value.
    pub value: RatingValue,
    /// What the visitor wrote with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

/// `POST /api/visitor/rating`. The newest conversation can be rated, and for 7 days after it was closed.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RatingIn {
    /// The conversation.
    pub conversation_id: String,
    /// The value.
    pub value: RatingValue,
    /// At most 1000 characters. Absent: what was written before stays; empty: nothing is written any more.
    #[serde(default)]
    pub comment: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_is_one_of_three_numbers() {
        for number in 0..=10_u8 {
            let read = serde_json::from_str::<RatingValue>(&number.to_string());
            assert_eq!(read.is_ok(), matches!(number, 1 | 3 | 5), "{number}");
        }
        assert_eq!(serde_json::to_string(&RatingValue::Good).ok().as_deref(), Some("5"));
        assert!(serde_json::from_str::<RatingValue>("\"5\"").is_err());
    }
}
