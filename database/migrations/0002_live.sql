-- Streams, their keys, chat, reactions and statistics; the durable queue.

CREATE TABLE categories (
    slug      TEXT PRIMARY KEY,
    name      TEXT NOT NULL,
    position  BIGINT NOT NULL
);
INSERT INTO categories (slug, name, position) VALUES
    ('just-chatting', 'Just chatting', 10),
    ('music', 'Music', 20),
    ('gaming', 'Gaming', 30),
    ('sports', 'Sports', 40),
    ('education', 'Education', 50),
    ('technology', 'Technology', 60),
    ('art', 'Art & craft', 70),
    ('food', 'Food', 80),
    ('travel', 'Travel & outdoors', 90),
    ('news', 'News & talk', 100);

CREATE TABLE streams (
    id              TEXT PRIMARY KEY,
    user_id         TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    title           TEXT NOT NULL,
    description     TEXT NOT NULL DEFAULT '',
    category        TEXT REFERENCES categories (slug) ON DELETE SET NULL,
    tags            TEXT NOT NULL DEFAULT '',       -- each between unit separators (U+001F)
    visibility      TEXT NOT NULL CHECK (visibility IN ('public', 'unlisted', 'private')),
    state           TEXT NOT NULL CHECK (state IN ('idle', 'live', 'interrupted', 'ended')),
    end_reason      TEXT,
    thumbnail       TEXT,                           -- path, changes with each new picture
    node            TEXT,                           -- the media node that takes it
    comment_seq     BIGINT NOT NULL DEFAULT 0,      -- the last comment's seq
    comments        BIGINT NOT NULL DEFAULT 0,      -- without deleted ones
    viewers         BIGINT NOT NULL DEFAULT 0 CHECK (viewers >= 0),
    viewers_peak    BIGINT NOT NULL DEFAULT 0,
    watch_time_ms   BIGINT NOT NULL DEFAULT 0,
    created_at      BIGINT NOT NULL,
    updated_at      BIGINT NOT NULL,
    started_at      BIGINT,
    heartbeat_at    BIGINT,
    ended_at        BIGINT
);
-- A streamer has one stream that is not ended.
CREATE UNIQUE INDEX streams_one_open ON streams (user_id) WHERE state <> 'ended';
CREATE INDEX streams_by_state ON streams (state, visibility, id);
CREATE INDEX streams_by_user ON streams (user_id, id);

CREATE TABLE stream_keys (
    id            TEXT PRIMARY KEY,
    user_id       TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    stream_id     TEXT REFERENCES streams (id) ON DELETE CASCADE,  -- only this stream; NULL: the streamer's own
    key_hash      TEXT NOT NULL UNIQUE,             -- SHA-256
    hint          TEXT NOT NULL,                    -- the first characters
    created_at    BIGINT NOT NULL,
    last_used_at  BIGINT,
    revoked_at    BIGINT
);
-- A streamer has one key of their own in force.
CREATE UNIQUE INDEX stream_keys_one ON stream_keys (user_id) WHERE revoked_at IS NULL AND stream_id IS NULL;

CREATE TABLE comments (
    id          TEXT PRIMARY KEY,
    stream_id   TEXT NOT NULL REFERENCES streams (id) ON DELETE CASCADE,
    seq         BIGINT NOT NULL,
    user_id     TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client_id   TEXT NOT NULL,
    body        TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    deleted_at  BIGINT,
    deleted_by  TEXT
);
CREATE UNIQUE INDEX comments_in_order ON comments (stream_id, seq);
CREATE UNIQUE INDEX comments_once ON comments (stream_id, user_id, client_id);

CREATE TABLE reactions (
    stream_id  TEXT NOT NULL REFERENCES streams (id) ON DELETE CASCADE,
    kind       TEXT NOT NULL,
    count      BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (stream_id, kind)
);

CREATE TABLE stream_samples (
    stream_id       TEXT NOT NULL REFERENCES streams (id) ON DELETE CASCADE,
    at              BIGINT NOT NULL,
    bitrate_bps     BIGINT NOT NULL,
    fps_milli       BIGINT NOT NULL,                -- frames per 1,000 seconds
    frames_dropped  BIGINT NOT NULL,
    viewers         BIGINT NOT NULL,
    health          TEXT NOT NULL,
    PRIMARY KEY (stream_id, at)
);

CREATE TABLE jobs (
    id            TEXT PRIMARY KEY,
    kind          TEXT NOT NULL,
    payload       TEXT NOT NULL,                    -- JSON
    dedup_key     TEXT UNIQUE,                      -- a second job of the same key is not queued
    run_at        BIGINT NOT NULL,
    attempts      BIGINT NOT NULL DEFAULT 0,
    attempts_max  BIGINT NOT NULL,
    locked_until  BIGINT,
    locked_by     TEXT,
    last_error    TEXT,
    created_at    BIGINT NOT NULL,
    dead_at       BIGINT                            -- given up, for admins to look at
);
CREATE INDEX jobs_due ON jobs (dead_at, run_at);
