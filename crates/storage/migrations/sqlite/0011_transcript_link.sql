-- Everybody's wish for a conversation at an address stands for itself, so that no stranger's takes the place of the owner's.
-- The address still gets one mail a day: its link leads to all of them. What was there is at most a day old, and is asked for again.
DROP TABLE transcript_request;

CREATE TABLE transcript_request (
    -- Keyed hash of the folded address.
    address_hash    BLOB NOT NULL,
    visitor_id      TEXT NOT NULL REFERENCES visitor (id) ON DELETE CASCADE,
    site_id         TEXT NOT NULL REFERENCES site (id),
    conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    -- Case-folded.
    email           TEXT NOT NULL,
    language        TEXT NOT NULL,
    -- How many times the conversation went to the address; 0 until its owner agrees.
    sent            INTEGER NOT NULL,
    asked_at        INTEGER NOT NULL,
    confirmed_at    INTEGER,
    PRIMARY KEY (address_hash, visitor_id)
) STRICT;
CREATE INDEX transcript_request_age ON transcript_request (asked_at);
CREATE INDEX transcript_request_conversation ON transcript_request (conversation_id);
CREATE INDEX transcript_request_visitor ON transcript_request (visitor_id);

-- The mail of the day. It outlives the wishes, so that whoever signs out and asks again causes no second one; no address can be read here.
CREATE TABLE transcript_link (
    address_hash BLOB PRIMARY KEY,
    -- Of the link's token; absent until the mail is written.
    token_hash   BLOB UNIQUE,
    sent_at      INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX transcript_link_age ON transcript_link (sent_at);
