-- The deletions of a stream's comments are numbered, so that who was away hears of those since.

ALTER TABLE streams ADD COLUMN deletion_seq BIGINT NOT NULL DEFAULT 0;      -- the last deletion's
ALTER TABLE comments ADD COLUMN deletion_seq BIGINT;
CREATE INDEX comments_by_deletion ON comments (stream_id, deletion_seq) WHERE deletion_seq IS NOT NULL;
