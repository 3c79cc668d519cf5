//! The account itself.

use crate::ids::AccountId;
use crate::time::Timestamp;

/// A customer of this installation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Which.
    pub id: AccountId,
    /// The name, as colleagues and invited people see it.
    pub name: String,
    /// When the account was made.
    pub created_at: Timestamp,
}
