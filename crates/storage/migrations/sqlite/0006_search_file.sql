-- The search index lives in a file of its own from here on (search_file.rs), where it is made anew from what is kept.
DROP TABLE search_text;
DROP TABLE search_entry;
DROP TABLE index_position;
-- No reference reaches into another file, so this says what the index has to forget: ids of messages, notes and conversations.
CREATE TABLE search_removal (
    subject_id TEXT PRIMARY KEY
) STRICT;
CREATE TRIGGER message_removed AFTER DELETE ON message BEGIN
    INSERT INTO search_removal (subject_id) VALUES (old.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER note_removed AFTER DELETE ON note BEGIN
    INSERT INTO search_removal (subject_id) VALUES (old.id) ON CONFLICT DO NOTHING;
END;
CREATE TRIGGER conversation_removed AFTER DELETE ON conversation BEGIN
    INSERT INTO search_removal (subject_id) VALUES (old.id) ON CONFLICT DO NOTHING;
END;
