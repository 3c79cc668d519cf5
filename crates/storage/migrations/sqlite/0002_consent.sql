-- Consent: what a site uses, the ledger of answers, and what is kept only with an answer.

-- What the site does that needs a consent, and how it asks, as JSON.
ALTER TABLE site ADD COLUMN privacy TEXT NOT NULL
    DEFAULT '{"gpc":"strict","marketing":false,"recording":false,"shows_bar":true,"statistics":false}';

-- The signed end of a site's chain. Its row is also the lock under which entries are added, so that no chain forks.
CREATE TABLE consent_head (
    site_id   TEXT PRIMARY KEY REFERENCES site (id),
    length    INTEGER NOT NULL,
    leaf      BLOB NOT NULL,
    seal      BLOB NOT NULL,
    signature BLOB NOT NULL
) STRICT;

-- What stays of an entry for ever: its hash. Erasing a person removes the row in consent_entry, never this one.
CREATE TABLE consent_leaf (
    site_id    TEXT NOT NULL REFERENCES site (id),
    -- From 1 without gaps within the site.
    position   INTEGER NOT NULL,
    entry_id   TEXT NOT NULL UNIQUE,
    leaf       BLOB NOT NULL,
    seal       BLOB NOT NULL,
    erased_at  INTEGER,
    -- A keyed hash that says that it was this server which erased the record.
    erasure    BLOB,
    PRIMARY KEY (site_id, position)
) STRICT;

CREATE TABLE consent_entry (
    id                TEXT PRIMARY KEY,
    site_id           TEXT NOT NULL REFERENCES site (id),
    position          INTEGER NOT NULL,
    -- The leaf of the entry before.
    prev              BLOB NOT NULL,
    event             TEXT NOT NULL,
    -- The keyed hash of the random id that the browser keeps with its answer.
    subject           BLOB NOT NULL,
    client_id         TEXT NOT NULL,
    source            TEXT NOT NULL,
    gpc               TEXT NOT NULL,
    -- A JSON object of what the manager says about the answer.
    evidence          TEXT,
    -- The entry that says what was shown before.
    shown_id          TEXT,
    text_version      INTEGER,
    text_language     TEXT,
    text_hash         BLOB,
    chose_statistics  INTEGER NOT NULL,
    chose_recording   INTEGER NOT NULL,
    chose_marketing   INTEGER NOT NULL,
    grants_statistics INTEGER NOT NULL,
    grants_recording  INTEGER NOT NULL,
    grants_marketing  INTEGER NOT NULL,
    method            TEXT NOT NULL,
    created_at        INTEGER NOT NULL,
    expires_at        INTEGER NOT NULL,
    salt              BLOB NOT NULL,
    UNIQUE (site_id, position),
    UNIQUE (site_id, subject, client_id)
) STRICT;
CREATE INDEX consent_entry_subject ON consent_entry (site_id, subject, position);

-- The exact texts that people were shown, by their hash.
CREATE TABLE consent_text (
    sha256     BLOB PRIMARY KEY,
    version    INTEGER NOT NULL,
    language   TEXT NOT NULL,
    wording    TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

-- How often a browser came; only with a marketing consent, and gone when it is withdrawn.
CREATE TABLE marketing_counter (
    site_id    TEXT NOT NULL REFERENCES site (id),
    subject    BLOB NOT NULL,
    visits     INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    PRIMARY KEY (site_id, subject)
) STRICT;
CREATE INDEX marketing_counter_age ON marketing_counter (created_at);

-- The pages of a visit; only with a statistics consent, and gone when it is withdrawn.
CREATE TABLE visit_page (
    id         TEXT PRIMARY KEY,
    site_id    TEXT NOT NULL REFERENCES site (id),
    subject    BLOB NOT NULL,
    -- The keyed hash of the tab's random id.
    visit_hash BLOB NOT NULL,
    page_url   TEXT NOT NULL,
    page_title TEXT,
    referrer   TEXT,
    created_at INTEGER NOT NULL
) STRICT;
CREATE INDEX visit_page_subject ON visit_page (site_id, subject, id);
CREATE INDEX visit_page_age ON visit_page (created_at);
