-- Ratings with words, conversations that were opened while nobody was there, and conversations sent by e-mail.
ALTER TABLE conversation ADD COLUMN rating_comment TEXT COLLATE "C";
ALTER TABLE conversation ADD COLUMN is_offline BOOLEAN NOT NULL DEFAULT FALSE;

-- Who wants a conversation at which address. One row for each address, so that nobody gets more than one mail with a link each day.
CREATE TABLE transcript_request (
    -- Case-folded.
    email           TEXT COLLATE "C" PRIMARY KEY,
    site_id         TEXT COLLATE "C" NOT NULL REFERENCES site (id),
    conversation_id TEXT COLLATE "C" NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    visitor_id      TEXT COLLATE "C" NOT NULL REFERENCES visitor (id) ON DELETE CASCADE,
    language        TEXT COLLATE "C" NOT NULL,
    -- Of the link's token; absent until the mail is written.
    token_hash      BYTEA UNIQUE,
    -- How many times the conversation went to the address; 0 until somebody follows the link.
    sent            BIGINT NOT NULL,
    created_at      BIGINT NOT NULL,
    -- When the link stops working; the row goes when that, and a day since created_at, has passed.
    expires_at      BIGINT NOT NULL,
    confirmed_at    BIGINT
);
CREATE INDEX transcript_request_expiry ON transcript_request (expires_at);
CREATE INDEX transcript_request_conversation ON transcript_request (conversation_id);
CREATE INDEX transcript_request_visitor ON transcript_request (visitor_id);
