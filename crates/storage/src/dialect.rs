//! The few places where SQLite and PostgreSQL speak differently, each as a named fragment or statement.
//!
//! SQLite has one writer, so inside a unit every row is locked already and its lock fragments are empty.

/// The text of a fragment in one dialect. Used by `statements!`, never alone.
///
/// - `lock_row`: the rows read here change in this unit; others wait.
/// - `share_row`: the rows read here stay as they are until this unit ends; others may read them too.
/// - `lock_free_row`: take rows that nobody holds, without waiting (job claims).
macro_rules! fragment {
    (sqlite lock_row) => {
        ""
    };
    (postgres lock_row) => {
        " FOR UPDATE"
    };
    (sqlite share_row) => {
        ""
    };
    (postgres share_row) => {
        " FOR SHARE"
    };
    (sqlite lock_free_row) => {
        ""
    };
    (postgres lock_free_row) => {
        " FOR UPDATE SKIP LOCKED"
    };
}

pub(crate) use fragment;

crate::statements::statements! {
    /// Lets one node migrate at a time; released with the transaction.
    /// The number is arbitrary and only has to stay the same for ever. SQLite needs nothing: its writer is alone.
    LOCK_MIGRATIONS = {
        sqlite: "SELECT 1",
        postgres: "SELECT 1::bigint FROM (SELECT pg_advisory_xact_lock(7310579645)) AS held",
    };
    /// 1 when the table of migrations exists.
    HAS_MIGRATIONS = {
        sqlite: "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema_migration'",
        postgres: "SELECT count(*) FROM pg_catalog.pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_migration'",
    };
    /// The table that the migrations keep of themselves; made before the first one runs.
    MAKE_MIGRATIONS = {
        sqlite: "CREATE TABLE IF NOT EXISTS schema_migration (
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT",
        postgres: "CREATE TABLE IF NOT EXISTS schema_migration (
            number BIGINT PRIMARY KEY, name TEXT COLLATE \"C\" NOT NULL, checksum TEXT COLLATE \"C\" NOT NULL, applied_at BIGINT NOT NULL)",
    };
    /// Which database this is, as far as the server can tell; SQLite has a file beside it instead.
    PLACE = {
        sqlite: "SELECT 'file'",
        postgres: "SELECT (SELECT system_identifier::text FROM pg_control_system())
            || ':' || substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8)
            || ':' || (SELECT oid::text FROM pg_database WHERE datname = current_database())",
    };
    /// $1 id of the entry, $2 its text. PostgreSQL's index follows the entry by itself.
    INDEX_TEXT = {
        sqlite: "INSERT INTO search_text (rowid, body) VALUES ($1, $2)",
        postgres: "SELECT $1::bigint, $2::text",
    };
    /// What was removed and the index has not forgotten yet, $1 limit. PostgreSQL forgets it in the same unit, by a reference and triggers.
    LIST_REMOVED = {
        sqlite: "SELECT number, subject_id FROM search_removal ORDER BY number LIMIT $1",
        postgres: "SELECT 0::bigint, NULL::text WHERE $1::bigint IS NULL",
    };
    /// The index has forgotten up to $1.
    SET_FORGOTTEN = {
        sqlite: "UPDATE search_source SET forgotten = $1",
        postgres: "SELECT $1::bigint",
    };
    /// Nobody needs to know any more what was removed up to $1.
    FORGET_REMOVED = {
        sqlite: "DELETE FROM search_removal WHERE number <= $1",
        postgres: "SELECT $1::bigint",
    };
    /// $1 the terms that find candidates, $2 account, $3 whether every site, $4 agent, $5 one site or null, $6 limit, $7 all words.
    ///
    /// In SQLite the full-text table comes first, so that its order is the order and the first `$6` are enough.
    /// Only a few words look into the index, because each that begins many words costs; the others are looked for in what these find.
    MATCH_TEXT = {
        sqlite: "SELECT e.site_id, e.conversation_id, e.subject_id FROM search_text CROSS JOIN search_entry e ON e.id = search_text.rowid
            WHERE search_text MATCH $1 AND e.site_id IN (SELECT s.id FROM site s WHERE s.account_id = $2 AND ($3 OR EXISTS
                (SELECT 1 FROM agent_site a WHERE a.agent_id = $4 AND a.site_id = s.id)))
            AND (CAST($5 AS TEXT) IS NULL OR e.site_id = $5)
            AND ($3 OR EXISTS (SELECT 1 FROM conversation c WHERE c.id = e.conversation_id AND (c.group_id IS NULL
                OR EXISTS (SELECT 1 FROM agent_group_member v WHERE v.agent_id = $4 AND v.group_id = c.group_id)
                OR NOT EXISTS (SELECT 1 FROM agent_group_member v JOIN agent_group g ON g.id = v.group_id
                    WHERE v.agent_id = $4 AND g.site_id = c.site_id))))
            AND NOT EXISTS (SELECT 1 FROM json_each($7) w WHERE instr(' ' || e.body, ' ' || w.value) = 0)
            ORDER BY search_text.rowid DESC LIMIT $6",
        postgres: "SELECT e.site_id, e.conversation_id, e.subject_id FROM search_entry e
            WHERE array_to_tsvector(array_remove(string_to_array(e.body, ' '), '')) @@ CAST($1 AS TSQUERY)
            AND e.site_id IN (SELECT s.id FROM site s WHERE s.account_id = $2 AND ($3 OR EXISTS
                (SELECT 1 FROM agent_site a WHERE a.agent_id = $4 AND a.site_id = s.id)))
            AND (CAST($5 AS TEXT) IS NULL OR e.site_id = $5)
            AND ($3 OR EXISTS (SELECT 1 FROM conversation c WHERE c.id = e.conversation_id AND (c.group_id IS NULL
                OR EXISTS (SELECT 1 FROM agent_group_member v WHERE v.agent_id = $4 AND v.group_id = c.group_id)
                OR NOT EXISTS (SELECT 1 FROM agent_group_member v JOIN agent_group g ON g.id = v.group_id
                    WHERE v.agent_id = $4 AND g.site_id = c.site_id))))
            AND NOT EXISTS (SELECT 1 FROM json_array_elements_text(CAST($7 AS JSON)) AS w (word) WHERE strpos(' ' || e.body, ' ' || w.word) = 0)
            ORDER BY e.id DESC LIMIT $6",
    };
}

/// So many words look into the index, the longest ones: they are in the fewest texts.
const INTO_INDEX: usize = 3;

/// What is searched for, as the database wants it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Terms {
    /// The longest words in the language of the full-text engine; each must begin a word of the text.
    pub(crate) some: String,
    /// All words, as a JSON array.
    pub(crate) all: String,
}

/// The words as each full-text engine wants them: every word must begin a word of the text.
///
/// Only letters and digits of the words are used, so nothing of any query language can be smuggled in.
/// `None` when nothing is left to search for.
pub(crate) fn search_terms(work: &crate::db::Work, words: &[String]) -> Option<Terms> {
    let clean = words.iter().map(|word| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>());
    let mut clean: Vec<String> = clean.filter(|word| !word.is_empty()).collect();
    clean.sort_by_key(|word| std::cmp::Reverse(word.chars().count()));
    if clean.is_empty() {
        return None;
    }
    let all = format!("[{}]", clean.iter().map(|word| format!("\"{word}\"")).collect::<Vec<_>>().join(","));
    clean.truncate(INTO_INDEX);
    let some = if work.is_sqlite() {
        clean.iter().map(|word| format!("\"{word}\"*")).collect::<Vec<_>>().join(" ")
    } else {
        clean.iter().map(|word| format!("'{word}':*")).collect::<Vec<_>>().join(" & ")
    };
    Some(Terms { some, all })
}
