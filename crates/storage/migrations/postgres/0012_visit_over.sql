-- Whose visit it was has signed out: what the browser shows afterwards belongs to nobody.
ALTER TABLE visit_page ADD COLUMN is_over BOOLEAN NOT NULL DEFAULT FALSE;
