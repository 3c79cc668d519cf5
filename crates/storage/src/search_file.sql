-- The search index of a SQLite database. There is no older version of this file: one that differs is made anew.

-- Which state of the database the index was made from.
CREATE TABLE search_source (
    epoch     TEXT NOT NULL,
    -- Up to which number of search_removal it has forgotten.
    forgotten INTEGER NOT NULL
) STRICT;
INSERT INTO search_source (epoch, forgotten) SELECT
    coalesce((SELECT value FROM entrenous.installation WHERE key = 'epoch'), ''),
    coalesce((SELECT min(number) - 1 FROM entrenous.search_removal), (SELECT seq FROM entrenous.sqlite_sequence WHERE name = 'search_removal'), 0);

-- Texts, folded in Rust.
CREATE TABLE search_entry (
    -- The newest text has the highest.
    id              INTEGER PRIMARY KEY,
    site_id         TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    -- The id of the message or note, or of the conversation for what is known of its visitor.
    subject_id      TEXT NOT NULL UNIQUE,
    body            TEXT NOT NULL
) STRICT;
-- An index of conversations would be half of what a text costs; what is removed is named by its own id (search_removal).

-- The words are made in Rust, so blanks alone divide them ('ascii' leaves all other letters alone).
-- Which texts hold a word is all that is asked; where in the text is not kept.
CREATE VIRTUAL TABLE search_text USING fts5 (body, content = 'search_entry', content_rowid = 'id', tokenize = 'ascii', detail = 'none');
-- FTS5 must forget deleted words, not only hide them.
INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1);
-- Nothing follows an addition: FTS5 would write its words out for each one (`Search::set`).
CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_text (search_text, rowid, body) VALUES ('delete', old.id, old.body);
END;
CREATE TRIGGER search_entry_changed AFTER UPDATE OF body ON search_entry BEGIN
    INSERT INTO search_text (search_text, rowid, body) VALUES ('delete', old.id, old.body);
    INSERT INTO search_text (rowid, body) VALUES (new.id, new.body);
END;

-- Up to which event of a site the texts are findable.
CREATE TABLE search_position (
    site_id      TEXT PRIMARY KEY,
    event_number INTEGER NOT NULL
) STRICT;
INSERT INTO search_position (site_id, event_number) SELECT id, event_number FROM entrenous.site;

-- While it has a row: texts whose ids are below it (without their first four characters) are not findable yet,
-- unless their event is after those.
CREATE TABLE search_walk (
    before TEXT NOT NULL
) STRICT;
INSERT INTO search_walk (before) VALUES ('~');
