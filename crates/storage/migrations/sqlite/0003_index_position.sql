-- Texts are made findable after they are kept: up to which event of a site that is done.
CREATE TABLE index_position (
    site_id      TEXT PRIMARY KEY REFERENCES site (id),
    event_number INTEGER NOT NULL
) STRICT;
-- Until now each text became findable together with its event.
INSERT INTO index_position (site_id, event_number) SELECT id, event_number FROM site;
