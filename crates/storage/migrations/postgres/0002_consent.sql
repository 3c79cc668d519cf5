-- Consent: what a site uses, the ledger of answers, and what is kept only with an answer.

-- What the site does that needs a consent, and how it asks, as JSON.
ALTER TABLE site ADD COLUMN privacy TEXT COLLATE "C" NOT NULL
    DEFAULT '{"gpc":"strict","marketing":false,"recording":false,"shows_bar":true,"statistics":false}';

-- The signed end of a site's chain. Its row is also the lock under which entries are added, so that no chain forks.
CREATE TABLE consent_head (
    site_id   TEXT COLLATE "C" PRIMARY KEY REFERENCES site (id),
    length    BIGINT NOT NULL,
    leaf      BYTEA NOT NULL,
    seal      BYTEA NOT NULL,
    signature BYTEA NOT NULL
);

-- What stays of an entry for ever: its hash. Erasing a person removes the row in consent_entry, never this one.
CREATE TABLE consent_leaf (
    site_id    TEXT COLLATE "C" NOT NULL REFERENCES site (id),
    -- From 1 without gaps within the site.
    position   BIGINT NOT NULL,
    entry_id   TEXT COLLATE "C" NOT NULL UNIQUE,
    leaf       BYTEA NOT NULL,
    seal       BYTEA NOT NULL,
    erased_at  BIGINT,
    -- A keyed hash that says that it was this server which erased the record.
    erasure    BYTEA,
    PRIMARY KEY (site_id, position)
);

CREATE TABLE consent_entry (
    id                TEXT COLLATE "C" PRIMARY KEY,
    site_id           TEXT COLLATE "C" NOT NULL REFERENCES site (id),
    position          BIGINT NOT NULL,
    -- The leaf of the entry before.
    prev              BYTEA NOT NULL,
    event             TEXT COLLATE "C" NOT NULL,
    -- The keyed hash of the random id that the browser keeps with its answer.
    subject           BYTEA NOT NULL,
    client_id         TEXT COLLATE "C" NOT NULL,
    source            TEXT COLLATE "C" NOT NULL,
    gpc               TEXT COLLATE "C" NOT NULL,
    -- A JSON object of what the manager says about the answer.
    evidence          TEXT COLLATE "C",
    -- The entry that says what was shown before.
    shown_id          TEXT COLLATE "C",
    text_version      BIGINT,
    text_language     TEXT COLLATE "C",
    text_hash         BYTEA,
    chose_statistics  BOOLEAN NOT NULL,
    chose_recording   BOOLEAN NOT NULL,
    chose_marketing   BOOLEAN NOT NULL,
    grants_statistics BOOLEAN NOT NULL,
    grants_recording  BOOLEAN NOT NULL,
    grants_marketing  BOOLEAN NOT NULL,
    method            TEXT COLLATE "C" NOT NULL,
    created_at        BIGINT NOT NULL,
    expires_at        BIGINT NOT NULL,
    salt              BYTEA NOT NULL,
    UNIQUE (site_id, position),
    UNIQUE (site_id, subject, client_id)
);
CREATE INDEX consent_entry_subject ON consent_entry (site_id, subject, position);

-- The exact texts that people were shown, by their hash.
CREATE TABLE consent_text (
    sha256     BYTEA PRIMARY KEY,
    version    BIGINT NOT NULL,
    language   TEXT COLLATE "C" NOT NULL,
    wording    TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);

-- How often a browser came; only with a marketing consent, and gone when it is withdrawn.
CREATE TABLE marketing_counter (
    site_id    TEXT COLLATE "C" NOT NULL REFERENCES site (id),
    subject    BYTEA NOT NULL,
    visits     BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    updated_at BIGINT NOT NULL,
    PRIMARY KEY (site_id, subject)
);
CREATE INDEX marketing_counter_age ON marketing_counter (created_at);

-- The pages of a visit; only with a statistics consent, and gone when it is withdrawn.
CREATE TABLE visit_page (
    id         TEXT COLLATE "C" PRIMARY KEY,
    site_id    TEXT COLLATE "C" NOT NULL REFERENCES site (id),
    subject    BYTEA NOT NULL,
    -- The keyed hash of the tab's random id.
    visit_hash BYTEA NOT NULL,
    page_url   TEXT COLLATE "C" NOT NULL,
    page_title TEXT COLLATE "C",
    referrer   TEXT COLLATE "C",
    created_at BIGINT NOT NULL
);
CREATE INDEX visit_page_subject ON visit_page (site_id, subject, id);
CREATE INDEX visit_page_age ON visit_page (created_at);
