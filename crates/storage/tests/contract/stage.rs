//! A small table to write into, and futures that are dropped half way.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};

use entrenous_storage::{Db, Result, Sql, Work, args};

const MAKE_COUNTER: Sql =
    Sql::pair("test::MAKE_COUNTER", "CREATE TABLE counter (last INTEGER NOT NULL) STRICT", "CREATE TABLE counter (last BIGINT NOT NULL)");
const MAKE_ENTRY: Sql = Sql::pair(
    "test::MAKE_ENTRY",
    "CREATE TABLE entry (number INTEGER PRIMARY KEY, word TEXT NOT NULL UNIQUE) STRICT",
    "CREATE TABLE entry (number BIGINT PRIMARY KEY, word TEXT NOT NULL UNIQUE)",
);
const START: Sql = Sql::same("test::START", "INSERT INTO counter (last) VALUES (0)");
const NEXT: Sql = Sql::same("test::NEXT", "UPDATE counter SET last = last + 1 RETURNING last");
const ADD: Sql = Sql::same("test::ADD", "INSERT INTO entry (number, word) VALUES ($1, $2)");
const NUMBERS: Sql = Sql::same("test::NUMBERS", "SELECT number FROM entry ORDER BY number");
const COUNT_WORD: Sql = Sql::same("test::COUNT_WORD", "SELECT count(*) FROM entry WHERE word = $1");

/// Makes an empty table of entries and its counter.
pub async fn make_entries(db: &Db) {
    let mut work = db.unit().await.unwrap();
    work.test_run(MAKE_COUNTER, args![]).await.unwrap();
    work.test_run(MAKE_ENTRY, args![]).await.unwrap();
    work.test_run(START, args![]).await.unwrap();
    work.save().await.unwrap();
}

/// Takes the next number and writes an entry with it. Words are unique.
pub async fn add_entry(work: &mut Work, word: &str) -> Result<i64> {
    let (number,): (i64,) = work.test_one(NEXT, args![]).await?.unwrap();
    work.test_run(ADD, args![number, word]).await?;
    Ok(number)
}

/// The numbers that were kept, in order.
pub async fn numbers(db: &Db) -> Vec<i64> {
    let rows: Vec<(i64,)> = db.view().await.unwrap().test_many(NUMBERS, args![]).await.unwrap();
    rows.into_iter().map(|(number,)| number).collect()
}

/// Whether an entry with this word is there, as this unit or view sees it.
pub async fn has_word(work: &mut Work, word: &str) -> bool {
    let (count,): (i64,) = work.test_one(COUNT_WORD, args![word]).await.unwrap().unwrap();
    count == 1
}

/// The same, for what is committed.
pub async fn is_kept(db: &Db, word: &str) -> bool {
    has_word(&mut db.view().await.unwrap(), word).await
}

/// Polls a future at most `polls` times and drops it then. `None` when it was dropped before its end.
pub async fn cut_off<F: Future>(future: F, polls: usize) -> Option<F::Output> {
    CutOff { future: Box::pin(future), polls }.await
}

struct CutOff<F> {
    future: Pin<Box<F>>,
    polls: usize,
}

impl<F: Future> Future for CutOff<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.polls == 0 {
            return Poll::Ready(None);
        }
        self.polls -= 1;
        match self.future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            // The last poll is spent: do not wait for a wake-up that nobody will use.
            Poll::Pending if self.polls == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    }
}
