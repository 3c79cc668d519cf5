-- The foundation: accounts, sites, people, conversations, events, jobs.
-- Times are Unix milliseconds, identifiers and JSON are text (house rules in ARCHITECTURE.md, "Storage").

CREATE TABLE installation (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

CREATE TABLE account (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE site (
    id              TEXT PRIMARY KEY,
    account_id      TEXT NOT NULL REFERENCES account (id),
    chat_key        TEXT NOT NULL UNIQUE,
    name            TEXT NOT NULL,
    language        TEXT NOT NULL,
    tracking_mode   TEXT NOT NULL,
    -- A JSON array of origins; an empty one means that every origin may show the chat box.
    allowed_domains TEXT NOT NULL,
    -- What an administrator chose for the chat box, as JSON (look, side, texts by language).
    chat_box        TEXT NOT NULL,
    -- The last number given to an event of this site.
    event_number    INTEGER NOT NULL,
    -- When the snippet last asked for its settings, and from which page origin.
    seen_at         INTEGER,
    seen_origin     TEXT,
    created_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX site_account ON site (account_id, id);

CREATE TABLE agent (
    id               TEXT PRIMARY KEY,
    account_id       TEXT NOT NULL REFERENCES account (id),
    -- Case-folded; unique over the installation because it is what a person signs in with.
    email            TEXT NOT NULL UNIQUE,
    name             TEXT NOT NULL,
    nickname         TEXT NOT NULL,
    description      TEXT NOT NULL,
    role             TEXT NOT NULL,
    language         TEXT NOT NULL,
    active           INTEGER NOT NULL,
    status           TEXT NOT NULL,
    accepting        INTEGER NOT NULL,
    avatar_upload_id TEXT,
    -- An argon2id string; absent until an invitation is accepted.
    password_hash    TEXT,
    -- The shared secret of the second factor; it counts only once confirmed.
    totp_secret      BLOB,
    totp_confirmed   INTEGER NOT NULL,
    -- The last accepted time step, so that a code works once.
    totp_last_step   INTEGER,
    created_at       INTEGER NOT NULL,
    last_login_at    INTEGER,
    last_active_at   INTEGER
) STRICT;
CREATE INDEX agent_account ON agent (account_id, id);

-- Which sites an agent may work on. Owners and admins see every site of their account.
CREATE TABLE agent_site (
    agent_id TEXT NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    site_id  TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    PRIMARY KEY (agent_id, site_id)
) STRICT;
CREATE INDEX agent_site_site ON agent_site (site_id, agent_id);

CREATE TABLE agent_group (
    id         TEXT PRIMARY KEY,
    site_id    TEXT NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    -- What the page names in smartsupp('group', …); unique within the site.
    key        TEXT NOT NULL,
    name       TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    UNIQUE (site_id, key)
) STRICT;

CREATE TABLE agent_group_member (
    group_id TEXT NOT NULL REFERENCES agent_group (id) ON DELETE CASCADE,
    agent_id TEXT NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, agent_id)
) STRICT;
CREATE INDEX agent_group_member_agent ON agent_group_member (agent_id, group_id);

CREATE TABLE agent_session (
    id           TEXT PRIMARY KEY,
    agent_id     TEXT NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    token_hash   BLOB NOT NULL UNIQUE,
    -- False between the password and the second factor.
    complete     INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    -- Browser family and operating system, for the list of sessions; never an address.
    device       TEXT NOT NULL,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    revoked_at   INTEGER
) STRICT;
CREATE INDEX agent_session_agent ON agent_session (agent_id, created_at);

CREATE TABLE recovery_code (
    agent_id  TEXT NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    code_hash BLOB NOT NULL,
    used_at   INTEGER,
    PRIMARY KEY (agent_id, code_hash)
) STRICT;

-- Links that work once: the first set-up, a password reset, an invitation, a ticket for a socket.
CREATE TABLE one_time_token (
    token_hash BLOB PRIMARY KEY,
    purpose    TEXT NOT NULL,
    account_id TEXT REFERENCES account (id),
    agent_id   TEXT REFERENCES agent (id) ON DELETE CASCADE,
    -- The session for which a ticket was given: the socket lives and dies with it.
    session_id TEXT REFERENCES agent_session (id) ON DELETE CASCADE,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at    INTEGER
) STRICT;
CREATE INDEX one_time_token_agent ON one_time_token (agent_id, purpose);

CREATE TABLE visitor (
    id           TEXT PRIMARY KEY,
    site_id      TEXT NOT NULL REFERENCES site (id),
    token_hash   BLOB NOT NULL UNIQUE,
    name         TEXT,
    email        TEXT,
    phone        TEXT,
    group_key    TEXT,
    language     TEXT,
    -- A JSON object of what the page said about the visitor: {id: {label, value}}.
    variables    TEXT NOT NULL,
    browser      TEXT,
    os           TEXT,
    device       TEXT,
    referrer     TEXT,
    page_url     TEXT,
    page_title   TEXT,
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL
) STRICT;
CREATE INDEX visitor_site ON visitor (site_id, last_seen_at, id);

CREATE TABLE conversation (
    id               TEXT PRIMARY KEY,
    site_id          TEXT NOT NULL REFERENCES site (id),
    visitor_id       TEXT NOT NULL REFERENCES visitor (id),
    -- The client_msg_id that opened the conversation, so that a repeated first send opens no second one.
    opened_by        TEXT NOT NULL,
    owner_state      TEXT NOT NULL,
    owner_version    INTEGER NOT NULL,
    -- The agents in it, oldest first, joined by commas; conversation_agent says the same for searching.
    agent_ids        TEXT NOT NULL,
    group_id         TEXT REFERENCES agent_group (id) ON DELETE SET NULL,
    last_seq         INTEGER NOT NULL,
    -- The oldest visitor message that nobody has answered, in Unix ms; absent when nobody waits.
    waiting_since    INTEGER,
    last_text        TEXT NOT NULL,
    last_author_kind TEXT NOT NULL,
    last_author_name TEXT NOT NULL,
    last_at          INTEGER NOT NULL,
    -- The highest seq that the visitor, and that any agent, has read.
    visitor_read_seq INTEGER NOT NULL,
    agent_read_seq   INTEGER NOT NULL,
    -- Visitor messages since an agent last read to the end or answered.
    unread           INTEGER NOT NULL,
    rating           INTEGER,
    created_at       INTEGER NOT NULL,
    closed_at        INTEGER,
    UNIQUE (visitor_id, opened_by)
) STRICT;
CREATE UNIQUE INDEX conversation_open ON conversation (site_id, visitor_id) WHERE owner_state <> 'closed';
CREATE INDEX conversation_waiting ON conversation (site_id, owner_state, waiting_since, id);
CREATE INDEX conversation_ended ON conversation (site_id, closed_at, id);
CREATE INDEX conversation_visitor ON conversation (visitor_id, created_at);

CREATE TABLE conversation_agent (
    conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    agent_id        TEXT NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    joined_at       INTEGER NOT NULL,
    PRIMARY KEY (conversation_id, agent_id)
) STRICT;
CREATE INDEX conversation_agent_agent ON conversation_agent (agent_id, conversation_id);

CREATE TABLE upload (
    id              TEXT PRIMARY KEY,
    site_id         TEXT REFERENCES site (id),
    account_id      TEXT NOT NULL REFERENCES account (id),
    conversation_id TEXT REFERENCES conversation (id) ON DELETE CASCADE,
    -- The visitor or agent who sent the file.
    visitor_id      TEXT REFERENCES visitor (id),
    agent_id        TEXT REFERENCES agent (id),
    blob_key        TEXT NOT NULL UNIQUE,
    file_name       TEXT NOT NULL,
    content_type    TEXT NOT NULL,
    size            INTEGER NOT NULL,
    -- Pixels, when the file is a picture that was re-encoded.
    width           INTEGER,
    height          INTEGER,
    created_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX upload_conversation ON upload (conversation_id);
-- Files that no message carries yet, for the sweep.
CREATE INDEX upload_unsent ON upload (created_at) WHERE conversation_id IS NULL;

CREATE TABLE message (
    id              TEXT PRIMARY KEY,
    site_id         TEXT NOT NULL REFERENCES site (id),
    conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- From 1 without gaps within the conversation.
    seq             INTEGER NOT NULL,
    author_kind     TEXT NOT NULL,
    -- The visitor's or agent's id, or the name of a rule; the empty text for the system.
    author_id       TEXT NOT NULL,
    author_name     TEXT NOT NULL,
    client_msg_id   TEXT NOT NULL,
    content_kind    TEXT NOT NULL,
    -- The text as written; for system messages a catalogue key.
    body            TEXT NOT NULL,
    -- The JSON object of a system message's placeholders.
    details         TEXT NOT NULL,
    upload_id       TEXT REFERENCES upload (id),
    created_at      INTEGER NOT NULL,
    UNIQUE (conversation_id, seq),
    -- Unique for the sender, not for the conversation: a retry after the conversation was closed finds its message too.
    UNIQUE (author_id, client_msg_id)
) STRICT;

CREATE INDEX message_upload ON message (upload_id) WHERE upload_id IS NOT NULL;

CREATE TABLE note (
    id              TEXT PRIMARY KEY,
    site_id         TEXT NOT NULL REFERENCES site (id),
    conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    agent_id        TEXT NOT NULL REFERENCES agent (id),
    client_msg_id   TEXT NOT NULL,
    body            TEXT NOT NULL,
    -- The message after which the note stands in the thread.
    after_seq       INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    UNIQUE (conversation_id, agent_id, client_msg_id)
) STRICT;
CREATE INDEX note_conversation ON note (conversation_id, after_seq, id);

-- The outbox: what changed, numbered per site without gaps, kept long enough to resume.
CREATE TABLE event (
    site_id         TEXT NOT NULL REFERENCES site (id),
    number          INTEGER NOT NULL,
    kind            TEXT NOT NULL,
    conversation_id TEXT NOT NULL,
    -- The message or note that the event is about; the empty text for changes of state.
    subject_id      TEXT NOT NULL,
    seq             INTEGER,
    created_at      INTEGER NOT NULL,
    PRIMARY KEY (site_id, number)
) STRICT;

CREATE TABLE job (
    id           TEXT PRIMARY KEY,
    name         TEXT NOT NULL,
    version      INTEGER NOT NULL,
    lane         TEXT NOT NULL,
    payload      TEXT NOT NULL,
    unique_key   TEXT UNIQUE,
    state        TEXT NOT NULL CHECK (state IN ('ready', 'dead')),
    run_at       INTEGER NOT NULL,
    attempts     INTEGER NOT NULL,
    leased_until INTEGER,
    leased_by    TEXT,
    last_error   TEXT,
    created_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX job_ready ON job (lane, state, run_at, id);

-- Full text of messages and notes, folded in Rust. FTS5 must forget deleted words, not only hide them.
CREATE TABLE search_entry (
    id              INTEGER PRIMARY KEY,
    site_id         TEXT NOT NULL,
    conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    subject_id      TEXT NOT NULL UNIQUE,
    body            TEXT NOT NULL,
    created_at      INTEGER NOT NULL
) STRICT;
CREATE INDEX search_entry_conversation ON search_entry (conversation_id);
CREATE VIRTUAL TABLE search_text USING fts5 (body, content = 'search_entry', content_rowid = 'id', tokenize = 'unicode61');
INSERT INTO search_text (search_text, rank) VALUES ('secure-delete', 1);
CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry BEGIN
    INSERT INTO search_text (rowid, body) VALUES (new.id, new.body);
END;
CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry BEGIN
    INSERT INTO search_text (search_text, rowid, body) VALUES ('delete', old.id, old.body);
END;
CREATE TRIGGER search_entry_changed AFTER UPDATE OF body ON search_entry BEGIN
    INSERT INTO search_text (search_text, rowid, body) VALUES ('delete', old.id, old.body);
    INSERT INTO search_text (rowid, body) VALUES (new.id, new.body);
END;
