-- What the website runs on, as its page says it with the visitor's page.

ALTER TABLE visitor ADD COLUMN site_platform TEXT COLLATE "C";
