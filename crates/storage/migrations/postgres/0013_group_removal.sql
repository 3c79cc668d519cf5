-- A group that was removed is nobody's any more at once; its conversations leave it in small steps, and the row goes last.
ALTER TABLE agent_group ADD COLUMN removed_at BIGINT;
-- Finds the conversations of a group, a few at a time, in the order in which they are locked.
CREATE INDEX conversation_group ON conversation (group_id, visitor_id, id) WHERE group_id IS NOT NULL;
