-- The foundation: accounts, sites, people, conversations, events, jobs.
-- Times are Unix milliseconds, identifiers and JSON are text (house rules in ARCHITECTURE.md, "Storage").

CREATE TABLE installation (
    key   TEXT COLLATE "C" PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE account (
    id         TEXT COLLATE "C" PRIMARY KEY,
    name       TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE site (
    id              TEXT COLLATE "C" PRIMARY KEY,
    account_id      TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    chat_key        TEXT COLLATE "C" NOT NULL UNIQUE,
    name            TEXT COLLATE "C" NOT NULL,
    language        TEXT COLLATE "C" NOT NULL,
    tracking_mode   TEXT COLLATE "C" NOT NULL,
    -- A JSON array of origins; an empty one means that every origin may show the chat box.
    allowed_domains TEXT COLLATE "C" NOT NULL,
    -- What an administrator chose for the chat box, as JSON (look, side, texts by language).
    chat_box        TEXT COLLATE "C" NOT NULL,
    -- The last number given to an event of this site.
    event_number    BIGINT NOT NULL,
    -- When the snippet last asked for its settings, and from which page origin.
    seen_at         BIGINT,
    seen_origin     TEXT COLLATE "C",
    created_at      BIGINT NOT NULL
);
CREATE INDEX site_account ON site (account_id, id);

CREATE TABLE agent (
    id               TEXT COLLATE "C" PRIMARY KEY,
    account_id       TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    -- Case-folded; unique over the installation because it is what a person signs in with.
    email            TEXT COLLATE "C" NOT NULL UNIQUE,
    name             TEXT COLLATE "C" NOT NULL,
    nickname         TEXT COLLATE "C" NOT NULL,
    description      TEXT COLLATE "C" NOT NULL,
    role             TEXT COLLATE "C" NOT NULL,
    language         TEXT COLLATE "C" NOT NULL,
    active           BOOLEAN NOT NULL,
    status           TEXT COLLATE "C" NOT NULL,
    accepting        BOOLEAN NOT NULL,
    avatar_upload_id TEXT COLLATE "C",
    -- An argon2id string; absent until an invitation is accepted.
    password_hash    TEXT COLLATE "C",
    -- The shared secret of the second factor; it counts only once confirmed.
    totp_secret      BYTEA,
    totp_confirmed   BOOLEAN NOT NULL,
    -- The last accepted time step, so that a code works once.
    totp_last_step   BIGINT,
    created_at       BIGINT NOT NULL,
    last_login_at    BIGINT,
    last_active_at   BIGINT
);
CREATE INDEX agent_account ON agent (account_id, id);

-- Which sites an agent may work on. Owners and admins see every site of their account.
CREATE TABLE agent_site (
    agent_id TEXT COLLATE "C" NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    site_id  TEXT COLLATE "C" NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    PRIMARY KEY (agent_id, site_id)
);
CREATE INDEX agent_site_site ON agent_site (site_id, agent_id);

CREATE TABLE agent_group (
    id         TEXT COLLATE "C" PRIMARY KEY,
    site_id    TEXT COLLATE "C" NOT NULL REFERENCES site (id) ON DELETE CASCADE,
    -- What the page names in smartsupp('group', …); unique within the site.
    key        TEXT COLLATE "C" NOT NULL,
    name       TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    UNIQUE (site_id, key)
);

CREATE TABLE agent_group_member (
    group_id TEXT COLLATE "C" NOT NULL REFERENCES agent_group (id) ON DELETE CASCADE,
    agent_id TEXT COLLATE "C" NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    PRIMARY KEY (group_id, agent_id)
);
CREATE INDEX agent_group_member_agent ON agent_group_member (agent_id, group_id);

CREATE TABLE agent_session (
    id           TEXT COLLATE "C" PRIMARY KEY,
    agent_id     TEXT COLLATE "C" NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    token_hash   BYTEA NOT NULL UNIQUE,
    -- False between the password and the second factor.
    complete     BOOLEAN NOT NULL,
    attempts     BIGINT NOT NULL,
    -- Browser family and operating system, for the list of sessions; never an address.
    device       TEXT COLLATE "C" NOT NULL,
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL,
    revoked_at   BIGINT
);
CREATE INDEX agent_session_agent ON agent_session (agent_id, created_at);

CREATE TABLE recovery_code (
    agent_id  TEXT COLLATE "C" NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    code_hash BYTEA NOT NULL,
    used_at   BIGINT,
    PRIMARY KEY (agent_id, code_hash)
);

-- Links that work once: the first set-up, a password reset, an invitation, a ticket for a socket.
CREATE TABLE one_time_token (
    token_hash BYTEA PRIMARY KEY,
    purpose    TEXT COLLATE "C" NOT NULL,
    account_id TEXT COLLATE "C" REFERENCES account (id),
    agent_id   TEXT COLLATE "C" REFERENCES agent (id) ON DELETE CASCADE,
    -- The session for which a ticket was given: the socket lives and dies with it.
    session_id TEXT COLLATE "C" REFERENCES agent_session (id) ON DELETE CASCADE,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    used_at    BIGINT
);
CREATE INDEX one_time_token_agent ON one_time_token (agent_id, purpose);

CREATE TABLE visitor (
    id           TEXT COLLATE "C" PRIMARY KEY,
    site_id      TEXT COLLATE "C" NOT NULL REFERENCES site (id),
    token_hash   BYTEA NOT NULL UNIQUE,
    name         TEXT COLLATE "C",
    email        TEXT COLLATE "C",
    phone        TEXT COLLATE "C",
    group_key    TEXT COLLATE "C",
    language     TEXT COLLATE "C",
    -- A JSON object of what the page said about the visitor: {id: {label, value}}.
    variables    TEXT COLLATE "C" NOT NULL,
    browser      TEXT COLLATE "C",
    os           TEXT COLLATE "C",
    device       TEXT COLLATE "C",
    referrer     TEXT COLLATE "C",
    page_url     TEXT COLLATE "C",
    page_title   TEXT COLLATE "C",
    created_at   BIGINT NOT NULL,
    last_seen_at BIGINT NOT NULL
);
CREATE INDEX visitor_site ON visitor (site_id, last_seen_at, id);

CREATE TABLE conversation (
    id               TEXT COLLATE "C" PRIMARY KEY,
    site_id          TEXT COLLATE "C" NOT NULL REFERENCES site (id),
    visitor_id       TEXT COLLATE "C" NOT NULL REFERENCES visitor (id),
    -- The client_msg_id that opened the conversation, so that a repeated first send opens no second one.
    opened_by        TEXT COLLATE "C" NOT NULL,
    owner_state      TEXT COLLATE "C" NOT NULL,
    owner_version    BIGINT NOT NULL,
    -- The agents in it, oldest first, joined by commas; conversation_agent says the same for searching.
    agent_ids        TEXT COLLATE "C" NOT NULL,
    group_id         TEXT COLLATE "C" REFERENCES agent_group (id) ON DELETE SET NULL,
    last_seq         BIGINT NOT NULL,
    -- The oldest visitor message that nobody has answered, in Unix ms; absent when nobody waits.
    waiting_since    BIGINT,
    last_text        TEXT COLLATE "C" NOT NULL,
    last_author_kind TEXT COLLATE "C" NOT NULL,
    last_author_name TEXT COLLATE "C" NOT NULL,
    last_at          BIGINT NOT NULL,
    -- The highest seq that the visitor, and that any agent, has read.
    visitor_read_seq BIGINT NOT NULL,
    agent_read_seq   BIGINT NOT NULL,
    -- Visitor messages since an agent last read to the end or answered.
    unread           BIGINT NOT NULL,
    rating           BIGINT,
    created_at       BIGINT NOT NULL,
    closed_at        BIGINT,
    UNIQUE (visitor_id, opened_by)
);
CREATE UNIQUE INDEX conversation_open ON conversation (site_id, visitor_id) WHERE owner_state <> 'closed';
CREATE INDEX conversation_waiting ON conversation (site_id, owner_state, waiting_since, id);
CREATE INDEX conversation_ended ON conversation (site_id, closed_at, id);
CREATE INDEX conversation_visitor ON conversation (visitor_id, created_at);

CREATE TABLE conversation_agent (
    conversation_id TEXT COLLATE "C" NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    agent_id        TEXT COLLATE "C" NOT NULL REFERENCES agent (id) ON DELETE CASCADE,
    joined_at       BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, agent_id)
);
CREATE INDEX conversation_agent_agent ON conversation_agent (agent_id, conversation_id);

CREATE TABLE upload (
    id              TEXT COLLATE "C" PRIMARY KEY,
    site_id         TEXT COLLATE "C" REFERENCES site (id),
    account_id      TEXT COLLATE "C" NOT NULL REFERENCES account (id),
    conversation_id TEXT COLLATE "C" REFERENCES conversation (id) ON DELETE CASCADE,
    -- The visitor or agent who sent the file.
    visitor_id      TEXT COLLATE "C" REFERENCES visitor (id),
    agent_id        TEXT COLLATE "C" REFERENCES agent (id),
    blob_key        TEXT COLLATE "C" NOT NULL UNIQUE,
    file_name       TEXT COLLATE "C" NOT NULL,
    content_type    TEXT COLLATE "C" NOT NULL,
    size            BIGINT NOT NULL,
    -- Pixels, when the file is a picture that was re-encoded.
    width           BIGINT,
    height          BIGINT,
    created_at      BIGINT NOT NULL
);
CREATE INDEX upload_conversation ON upload (conversation_id);
-- Files that no message carries yet, for the sweep.
CREATE INDEX upload_unsent ON upload (created_at) WHERE conversation_id IS NULL;

CREATE TABLE message (
    id              TEXT COLLATE "C" PRIMARY KEY,
    site_id         TEXT COLLATE "C" NOT NULL REFERENCES site (id),
    conversation_id TEXT COLLATE "C" NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- From 1 without gaps within the conversation.
    seq             BIGINT NOT NULL,
    author_kind     TEXT COLLATE "C" NOT NULL,
    -- The visitor's or agent's id, or the name of a rule; the empty text for the system.
    author_id       TEXT COLLATE "C" NOT NULL,
    author_name     TEXT COLLATE "C" NOT NULL,
    client_msg_id   TEXT COLLATE "C" NOT NULL,
    content_kind    TEXT COLLATE "C" NOT NULL,
    -- The text as written; for system messages a catalogue key.
    body            TEXT COLLATE "C" NOT NULL,
    -- The JSON object of a system message's placeholders.
    details         TEXT COLLATE "C" NOT NULL,
    upload_id       TEXT COLLATE "C" REFERENCES upload (id),
    created_at      BIGINT NOT NULL,
    UNIQUE (conversation_id, seq),
    -- Unique for the sender, not for the conversation: a retry after the conversation was closed finds its message too.
    UNIQUE (author_id, client_msg_id)
);

CREATE INDEX message_upload ON message (upload_id) WHERE upload_id IS NOT NULL;

CREATE TABLE note (
    id              TEXT COLLATE "C" PRIMARY KEY,
    site_id         TEXT COLLATE "C" NOT NULL REFERENCES site (id),
    conversation_id TEXT COLLATE "C" NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    agent_id        TEXT COLLATE "C" NOT NULL REFERENCES agent (id),
    client_msg_id   TEXT COLLATE "C" NOT NULL,
    body            TEXT COLLATE "C" NOT NULL,
    -- The message after which the note stands in the thread.
    after_seq       BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    UNIQUE (conversation_id, agent_id, client_msg_id)
);
CREATE INDEX note_conversation ON note (conversation_id, after_seq, id);

-- The outbox: what changed, numbered per site without gaps, kept long enough to resume.
CREATE TABLE event (
    site_id         TEXT COLLATE "C" NOT NULL REFERENCES site (id),
    number          BIGINT NOT NULL,
    kind            TEXT COLLATE "C" NOT NULL,
    conversation_id TEXT COLLATE "C" NOT NULL,
    -- The message or note that the event is about; the empty text for changes of state.
    subject_id      TEXT COLLATE "C" NOT NULL,
    seq             BIGINT,
    created_at      BIGINT NOT NULL,
    PRIMARY KEY (site_id, number)
);

CREATE TABLE job (
    id           TEXT COLLATE "C" PRIMARY KEY,
    name         TEXT COLLATE "C" NOT NULL,
    version      BIGINT NOT NULL,
    lane         TEXT COLLATE "C" NOT NULL,
    payload      TEXT COLLATE "C" NOT NULL,
    unique_key   TEXT COLLATE "C" UNIQUE,
    state        TEXT COLLATE "C" NOT NULL CHECK (state IN ('ready', 'dead')),
    run_at       BIGINT NOT NULL,
    attempts     BIGINT NOT NULL,
    leased_until BIGINT,
    leased_by    TEXT COLLATE "C",
    last_error   TEXT COLLATE "C",
    created_at   BIGINT NOT NULL
);
CREATE INDEX job_ready ON job (lane, state, run_at, id);

-- Full text of messages and notes, folded in Rust, so the 'simple' configuration is enough.
CREATE TABLE search_entry (
    id              BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    site_id         TEXT COLLATE "C" NOT NULL,
    conversation_id TEXT COLLATE "C" NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    subject_id      TEXT COLLATE "C" NOT NULL UNIQUE,
    body            TEXT COLLATE "C" NOT NULL,
    created_at      BIGINT NOT NULL
);
CREATE INDEX search_entry_conversation ON search_entry (conversation_id);
CREATE INDEX search_entry_text ON search_entry USING gin (to_tsvector('simple', body));
