-- Only SQLite keeps its index in a table of its own; the index of this database follows by itself.
SELECT 1;
