//! Every kind of value comes back as it went, present or absent.

use entrenous_storage::{Sql, args};
use entrenous_testkit::each_database;

const MAKE: Sql = Sql::pair(
    "test::MAKE",
    "CREATE TABLE thing (id TEXT PRIMARY KEY, whole INTEGER, part REAL, yes INTEGER, word TEXT, raw BLOB) STRICT",
    "CREATE TABLE thing (id TEXT PRIMARY KEY, whole BIGINT, part DOUBLE PRECISION, yes BOOLEAN, word TEXT, raw BYTEA)",
);
const ADD: Sql = Sql::same(
    "test::ADD",
    "INSERT INTO thing (id, whole, part, yes, word, raw) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id, whole, part, yes, word, raw",
);
const LIST: Sql = Sql::same("test::LIST", "SELECT id, whole, part, yes, word, raw FROM thing ORDER BY id");

entrenous_storage::row! {
    #[derive(Debug, PartialEq)]
    struct Thing {
        id: String,
        whole: Option<i64>,
        part: Option<f64>,
        yes: Option<bool>,
        word: Option<String>,
        raw: Option<Vec<u8>>,
    }
}

#[tokio::test]
async fn values_come_back_as_they_went() {
    each_database(|db| async move {
        let absent = Thing { id: "a".into(), whole: None, part: None, yes: None, word: None, raw: None };
        let present = Thing {
            id: "b".into(),
            whole: Some(i64::MIN),
            part: Some(-0.25),
            yes: Some(true),
            word: Some("zero \u{1F600} é".into()),
            raw: Some(vec![0, 255, 10]),
        };
        let empty = Thing {
            id: "c".into(),
            whole: Some(i64::MAX),
            part: Some(3.0),
            yes: Some(false),
            word: Some(String::new()),
            raw: Some(vec![]),
        };
        let mut work = db.unit().await.unwrap();
        work.test_run(MAKE, args![]).await.unwrap();
        for thing in [&absent, &present, &empty] {
            let args = args![&thing.id, thing.whole, thing.part, thing.yes, thing.word.clone(), thing.raw.clone()];
            let returned: Option<Thing> = work.test_one(ADD, args).await.unwrap();
            assert_eq!(returned.as_ref(), Some(thing), "RETURNING gives the row as it was written");
        }
        work.save().await.unwrap();
        let mut view = db.view().await.unwrap();
        let read: Vec<Thing> = view.test_many(LIST, args![]).await.unwrap();
        assert_eq!(read, [absent, present, empty]);
    })
    .await;
}
