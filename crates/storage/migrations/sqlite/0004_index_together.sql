-- A trigger that adds to the index makes SQLite write the index anew for each text.
-- `Search::set` adds the texts of a unit itself, one after the other, and the index is written once.
DROP TRIGGER search_entry_added;
