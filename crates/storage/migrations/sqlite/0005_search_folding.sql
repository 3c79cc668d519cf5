-- How a text is folded into words. Those from before are folded again after the start, the newest first;
-- until then they are in no index, and the triggers must not take them out of one.
ALTER TABLE search_entry ADD COLUMN folding INTEGER NOT NULL DEFAULT 1;
CREATE INDEX search_entry_folding ON search_entry (id) WHERE folding < 2;
DROP TRIGGER search_entry_removed;
DROP TRIGGER search_entry_changed;
DROP TABLE search_text;
-- The words are made in Rust, so blanks alone divide them ('ascii' leaves all other letters alone).
-- Which texts hold a word is all that is asked; where in the text is not kept.
CREATE VIRTUAL TABLE search_text USING fts5 (body, content = 'search_entry', content_rowid = 'id', tokenize = 'ascii', detail = 'none');
INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry WHEN old.folding = 2 BEGIN
    INSERT INTO search_text (search_text, rowid, body) VALUES ('delete', old.id, old.body);
END;
CREATE TRIGGER search_entry_changed AFTER UPDATE OF body ON search_entry WHEN old.folding = 2 BEGIN
    INSERT INTO search_text (search_text, rowid, body) VALUES ('delete', old.id, old.body);
    INSERT INTO search_text (rowid, body) VALUES (new.id, new.body);
END;
