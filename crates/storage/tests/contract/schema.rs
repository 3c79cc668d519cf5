//! Both databases have the same schema and understand every statement.

use std::collections::BTreeSet;

use entrenous_storage::{Sql, args};
use entrenous_testkit::{TestDatabase, each_database};

/// What the connections to a file must say of themselves, as text.
pub const SAFE_SETTINGS: &[(Sql, &str)] = &[
    (Sql::same("journal_mode", "SELECT journal_mode FROM pragma_journal_mode"), "wal"),
    // 2 is FULL.
    (Sql::same("synchronous", "SELECT CAST(synchronous AS TEXT) FROM pragma_synchronous"), "2"),
    (Sql::same("foreign_keys", "SELECT CAST(foreign_keys AS TEXT) FROM pragma_foreign_keys"), "1"),
    (Sql::same("secure_delete", "SELECT CAST(secure_delete AS TEXT) FROM pragma_secure_delete"), "1"),
    // 2 is MEMORY.
    (Sql::same("temp_store", "SELECT CAST(temp_store AS TEXT) FROM pragma_temp_store"), "2"),
];

/// Columns as `table.column kind null|not null`. Full-text search is the one thing that the databases do their own way.
const COLUMNS: Sql = Sql::pair(
    "test::COLUMNS",
    "SELECT t.name || '.' || c.name || ' ' || CASE c.type WHEN 'INTEGER' THEN 'whole' WHEN 'TEXT' THEN 'text'
        WHEN 'REAL' THEN 'fraction' WHEN 'BLOB' THEN 'bytes' ELSE c.type END || CASE WHEN c.\"notnull\" OR c.pk THEN ' not null' ELSE ' null' END
     FROM pragma_table_list t JOIN pragma_table_info(t.name) c
     WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'search_%'",
    "SELECT table_name || '.' || column_name || ' ' || CASE data_type WHEN 'bigint' THEN 'whole' WHEN 'boolean' THEN 'whole'
        WHEN 'text' THEN 'text' WHEN 'double precision' THEN 'fraction' WHEN 'bytea' THEN 'bytes' ELSE data_type END
        || CASE is_nullable WHEN 'YES' THEN ' null' ELSE ' not null' END
     FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT LIKE 'search_%'",
);

/// Unique keys as `table(column,column)`, in their order, with ` partial` where a condition limits them.
const UNIQUE_KEYS: Sql = Sql::pair(
    "test::UNIQUE_KEYS",
    "SELECT t.name || '(' || (SELECT group_concat(name, ',') FROM (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) || ')'
        || CASE WHEN i.partial THEN ' partial' ELSE '' END
     FROM pragma_table_list t JOIN pragma_index_list(t.name) i ON i.\"unique\"
     WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name NOT LIKE 'search_%'
     UNION SELECT t.name || '(' || c.name || ')' FROM pragma_table_list t JOIN pragma_table_info(t.name) c ON c.pk = 1
     WHERE t.schema = 'main' AND t.type = 'table' AND c.type = 'INTEGER' AND t.name NOT LIKE 'search_%'
        AND NOT EXISTS (SELECT 1 FROM pragma_table_info(t.name) o WHERE o.pk = 2)",
    "SELECT c.relname || '(' || (SELECT string_agg(a.attname, ',' ORDER BY k.place) FROM unnest(x.indkey) WITH ORDINALITY k (attnum, place)
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.attnum) || ')'
        || CASE WHEN x.indpred IS NULL THEN '' ELSE ' partial' END
     FROM pg_index x JOIN pg_class c ON c.oid = x.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE x.indisunique AND n.nspname = current_schema() AND c.relname NOT LIKE 'search_%'",
);

/// Foreign keys as `table.column -> table, what happens on deletion`.
const FOREIGN_KEYS: Sql = Sql::pair(
    "test::FOREIGN_KEYS",
    "SELECT t.name || '.' || f.\"from\" || ' -> ' || f.\"table\" || ', ' || lower(f.on_delete)
     FROM pragma_table_list t JOIN pragma_foreign_key_list(t.name) f
     WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'search_%'",
    "SELECT c.relname || '.' || a.attname || ' -> ' || p.relname || ', '
        || CASE f.confdeltype WHEN 'a' THEN 'no action' WHEN 'c' THEN 'cascade' WHEN 'n' THEN 'set null' ELSE f.confdeltype::text END
     FROM pg_constraint f JOIN pg_class c ON c.oid = f.conrelid JOIN pg_class p ON p.oid = f.confrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = f.conkey[1]
     WHERE f.contype = 'f' AND n.nspname = current_schema() AND c.relname NOT LIKE 'search_%'",
);

/// Indexes made by name.
const INDEXES: Sql = Sql::pair(
    "test::INDEXES",
    "SELECT name FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name NOT LIKE 'search_%'",
    "SELECT i.relname::text FROM pg_index x JOIN pg_class i ON i.oid = x.indexrelid JOIN pg_class c ON c.oid = x.indrelid
        JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE n.nspname = current_schema() AND c.relname NOT LIKE 'search_%'
        AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = x.indexrelid AND k.contype IN ('p', 'u'))",
);

/// Text columns of PostgreSQL that do not sort by bytes, as SQLite does.
const FOREIGN_ORDER: Sql = Sql::pair(
    "test::FOREIGN_ORDER",
    "SELECT name FROM sqlite_schema WHERE 0",
    "SELECT table_name || '.' || column_name FROM information_schema.columns
     WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'",
);

async fn list(made: &TestDatabase, sql: Sql) -> BTreeSet<String> {
    let rows: Vec<(String,)> = made.db.view().await.unwrap().test_many(sql, args![]).await.unwrap();
    rows.into_iter().map(|(row,)| row).collect()
}

#[tokio::test]
async fn both_databases_have_the_same_schema() {
    let (sqlite, postgres) = (TestDatabase::sqlite().await, TestDatabase::postgres().await);
    for sql in [COLUMNS, UNIQUE_KEYS, FOREIGN_KEYS, INDEXES] {
        let (left, right) = (list(&sqlite, sql).await, list(&postgres, sql).await);
        let only_sqlite: Vec<_> = left.difference(&right).collect();
        let only_postgres: Vec<_> = right.difference(&left).collect();
        assert!(
            only_sqlite.is_empty() && only_postgres.is_empty(),
            "{}: only SQLite has {only_sqlite:#?}, only PostgreSQL has {only_postgres:#?}",
            sql.name
        );
        assert!(left.len() > 5, "{} found something to compare: {left:?}", sql.name);
    }
    postgres.remove().await;
}

#[tokio::test]
async fn text_sorts_by_bytes_everywhere() {
    let postgres = TestDatabase::postgres().await;
    assert_eq!(list(&postgres, FOREIGN_ORDER).await, BTreeSet::new(), "these columns need COLLATE \"C\"");
    postgres.remove().await;
}

#[tokio::test]
async fn every_statement_is_understood_by_both_databases() {
    each_database(|db| async move {
        let mut n_prepared = 0;
        for sql in entrenous_storage::testing::all_statements() {
            // A unit each, because the first failure would end a shared one. The search index is seen by its own units alone.
            let mut prepared = db.unit().await.unwrap().test_prepare(sql).await;
            if prepared.is_err() {
                prepared = db.search_unit().await.unwrap().test_prepare(sql).await;
            }
            assert!(prepared.is_ok(), "{}: {:?}", sql.name, prepared);
            n_prepared += 1;
        }
        assert!(n_prepared > 10, "{n_prepared} statements were found");
    })
    .await;
}
