-- Ratings with words, conversations that were opened while nobody was there, and conversations sent by e-mail.
ALTER TABLE conversation ADD COLUMN rating_comment TEXT;
ALTER TABLE conversation ADD COLUMN is_offline INTEGER NOT NULL DEFAULT 0;

-- Who wants a conversation at which address. One row for each address, so that nobody gets more than one mail with a link each day.
CREATE TABLE transcript_request (
    -- Case-folded.
    email           TEXT PRIMARY KEY,
    site_id         TEXT NOT NULL REFERENCES site (id),
    conversation_id TEXT NOT NULL REFERENCES conversation (id) ON DELETE CASCADE,
    visitor_id      TEXT NOT NULL REFERENCES visitor (id) ON DELETE CASCADE,
    language        TEXT NOT NULL,
    -- Of the link's token; absent until the mail is written.
    token_hash      BLOB UNIQUE,
    -- How many times the conversation went to the address; 0 until somebody follows the link.
    sent            INTEGER NOT NULL,
    created_at      INTEGER NOT NULL,
    -- When the link stops working; the row goes when that, and a day since created_at, has passed.
    expires_at      INTEGER NOT NULL,
    confirmed_at    INTEGER
) STRICT;
CREATE INDEX transcript_request_expiry ON transcript_request (expires_at);
CREATE INDEX transcript_request_conversation ON transcript_request (conversation_id);
CREATE INDEX transcript_request_visitor ON transcript_request (visitor_id);
