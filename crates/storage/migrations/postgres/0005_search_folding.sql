-- How a text is folded into words. Those from before are folded again after the start, the newest first;
-- until then they are in no index.
ALTER TABLE search_entry ADD COLUMN folding BIGINT NOT NULL DEFAULT 1;
CREATE INDEX search_entry_folding ON search_entry (id) WHERE folding < 2;
DROP INDEX search_entry_text;
-- The words are made in Rust, so blanks alone divide them: PostgreSQL's own parser would take addresses and numbers apart in its way.
CREATE INDEX search_entry_text ON search_entry USING gin (array_to_tsvector(array_remove(string_to_array(body, ' '), ''))) WHERE folding = 2;
