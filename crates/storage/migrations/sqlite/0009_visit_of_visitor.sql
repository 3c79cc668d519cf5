-- Which visitor of the chat a visit and a counter belong to. The link is a column of the row that the consent allows,
-- so that a withdrawal, and the end of the row's time, removes it with the row.

ALTER TABLE visit_page ADD COLUMN visitor_id TEXT REFERENCES visitor (id);
CREATE INDEX visit_page_visitor ON visit_page (site_id, visitor_id, id);
-- Finds the visitor of a visit when its next page comes.
CREATE INDEX visit_page_visit ON visit_page (site_id, subject, visit_hash, id);

ALTER TABLE marketing_counter ADD COLUMN visitor_id TEXT REFERENCES visitor (id);
CREATE INDEX marketing_counter_visitor ON marketing_counter (site_id, visitor_id);
