//! Accounts, and whether the installation still waits for its first one.

use entrenous_domain::account::Account;
use entrenous_domain::ids::AccountId;
use entrenous_domain::time::Timestamp;

use crate::args;
use crate::db::Work;
use crate::error::Result;
use crate::row::Stored;
use crate::statements::statements;

impl Work {
    /// The accounts.
    pub fn accounts(&mut self) -> Accounts<'_> {
        Accounts(self)
    }
}

statements! {
    GET = "SELECT id, name, created_at FROM account WHERE id = $1";
    GET_FOR_CHANGE = "SELECT id, name, created_at FROM account WHERE id = $1", lock_row;
    ADD = "INSERT INTO account (id, name, created_at) VALUES ($1, $2, $3)";
    /// The row is the lock: of two that come at once, the second waits and then inserts nothing.
    CLOSE_SETUP = "INSERT INTO installation (key, value) VALUES ('set_up_at', $1) ON CONFLICT (key) DO NOTHING";
    IS_SET_UP = "SELECT count(*) FROM installation WHERE key = 'set_up_at'";
}

crate::row! {
    struct AccountRow {
        id: String,
        name: String,
        created_at: i64,
    }
}

impl TryFrom<AccountRow> for Account {
    type Error = crate::StorageError;

    fn try_from(row: AccountRow) -> Result<Self> {
        let id = AccountId::parse(&row.id).stored("account", "id", &row.id)?;
        Ok(Self { id, name: row.name, created_at: Timestamp::from_ms(row.created_at) })
    }
}

/// The accounts, within a unit of work.
#[derive(Debug)]
pub struct Accounts<'w>(&'w mut Work);

impl Accounts<'_> {
    /// One account.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get(&mut self, id: &AccountId) -> Result<Option<Account>> {
        let row: Option<AccountRow> = self.0.one(GET, args![id.as_str()]).await?;
        row.map(Account::try_from).transpose()
    }

    /// One account, held until the unit ends: decisions about all its people are made one after the other.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn get_for_change(&mut self, id: &AccountId) -> Result<Option<Account>> {
        let row: Option<AccountRow> = self.0.one(GET_FOR_CHANGE, args![id.as_str()]).await?;
        row.map(Account::try_from).transpose()
    }

    /// Adds an account.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn add(&mut self, account: &Account) -> Result<()> {
        self.0.run(ADD, args![account.id.as_str(), &account.name, account.created_at.as_ms()]).await?;
        Ok(())
    }

    /// Closes the set-up for ever. False when it was closed already: exactly one unit gets true.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn close_setup(&mut self, now: Timestamp) -> Result<bool> {
        Ok(self.0.run(CLOSE_SETUP, args![now.as_ms().to_string()]).await? == 1)
    }

    /// Whether the first account was made.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn is_set_up(&mut self) -> Result<bool> {
        let count: Option<(i64,)> = self.0.one(IS_SET_UP, args![]).await?;
        Ok(count.is_some_and(|(count,)| count > 0))
    }
}
