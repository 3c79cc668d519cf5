-- Everybody's wish for a conversation at an address stands for itself, so that no stranger's takes the place of the owner's.
-- The address still gets one mail a day: its link leads to all of them. What was there is at most a day old, and is asked for again.
DROP TABLE transcript_request;

CREATE TABLE transcript_request (
    -- Keyed hash of the folded address.
    address_hash    BYTEA NOT NULL,
    visitor_id      TEXT COLLATE "C" NOT NULL REFERENCES visitor (id) ON DELETE CASCADE,
    site_id         TEXT COLLATE "C" NOT NULL REFERENCES site (id),
    conversation_id TEXT COLLATE "C" NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- Case-folded.
    email           TEXT COLLATE "C" NOT NULL,
    language        TEXT COLLATE "C" NOT NULL,
    -- How many times the conversation went to the address; 0 until its owner agrees.
    sent            BIGINT NOT NULL,
    asked_at        BIGINT NOT NULL,
    confirmed_at    BIGINT,
    PRIMARY KEY (address_hash, visitor_id)
);
CREATE INDEX transcript_request_age ON transcript_request (asked_at);
CREATE INDEX transcript_request_conversation ON transcript_request (conversation_id);
CREATE INDEX transcript_request_visitor ON transcript_request (visitor_id);

-- The mail of the day. It outlives the wishes, so that whoever signs out and asks again causes no second one; no address can be read here.
CREATE TABLE transcript_link (
    address_hash BYTEA PRIMARY KEY,
    -- Of the link's token; absent until the mail is written.
    token_hash   BYTEA UNIQUE,
    sent_at      BIGINT NOT NULL,
    expires_at   BIGINT NOT NULL
);
CREATE INDEX transcript_link_age ON transcript_link (sent_at);
