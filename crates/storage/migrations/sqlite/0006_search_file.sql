-- The search index lives in a file of its own from here on (search_file.rs), where it is made anew from what is kept.
DROP TABLE search_text;
DROP TABLE search_entry;
DROP TABLE index_position;
-- No reference reaches into another file, so this says what the index has to forget: ids of messages, notes and conversations.
-- Numbers are never given twice, so an index that went back in time is recognised by how far it has forgotten.
CREATE TABLE search_removal (
    number     INTEGER PRIMARY KEY AUTOINCREMENT,
    subject_id TEXT NOT NULL
) STRICT;
CREATE TRIGGER message_removed AFTER DELETE ON message BEGIN
    INSERT INTO search_removal (subject_id) VALUES (old.id);
END;
CREATE TRIGGER note_removed AFTER DELETE ON note BEGIN
    INSERT INTO search_removal (subject_id) VALUES (old.id);
END;
CREATE TRIGGER conversation_removed AFTER DELETE ON conversation BEGIN
    INSERT INTO search_removal (subject_id) VALUES (old.id);
END;
