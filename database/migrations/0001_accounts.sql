-- Accounts, sessions, follows and blocks. Ids are UUIDv7 as text, times Unix milliseconds.

CREATE TABLE users (
    id                 TEXT PRIMARY KEY,
    username           TEXT NOT NULL UNIQUE,        -- lower case
    email              TEXT NOT NULL UNIQUE,        -- lower case
    email_verified_at  BIGINT,
    password_hash      TEXT NOT NULL,               -- Argon2id, PHC string
    role               TEXT NOT NULL CHECK (role IN ('user', 'moderator', 'admin')),
    display_name       TEXT NOT NULL,
    bio                TEXT NOT NULL DEFAULT '',
    avatar             TEXT,                        -- file name under uploads/avatars
    disabled_at        BIGINT,
    created_at         BIGINT NOT NULL,
    updated_at         BIGINT NOT NULL
);
CREATE INDEX users_by_role ON users (role);

CREATE TABLE sessions (
    id             TEXT PRIMARY KEY,
    user_id        TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    refresh_hash   TEXT NOT NULL,                   -- SHA-256 of the token in force
    generation     BIGINT NOT NULL DEFAULT 0,       -- how often it was rotated
    rotated_at     BIGINT NOT NULL,
    user_agent     TEXT NOT NULL DEFAULT '',
    place          TEXT NOT NULL DEFAULT '',        -- the address with its last part hidden
    created_at     BIGINT NOT NULL,
    last_seen_at   BIGINT NOT NULL,
    ended_at       BIGINT,
    end_reason     TEXT
);
CREATE INDEX sessions_by_user ON sessions (user_id, ended_at);

CREATE TABLE email_tokens (
    token_hash  TEXT PRIMARY KEY,                   -- SHA-256
    user_id     TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    purpose     TEXT NOT NULL CHECK (purpose IN ('reset_password', 'verify_email')),
    email       TEXT NOT NULL,                      -- the address it was sent to
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    used_at     BIGINT
);
CREATE INDEX email_tokens_by_user ON email_tokens (user_id, purpose);

CREATE TABLE setup_tokens (
    token_hash  TEXT PRIMARY KEY,                   -- the first admin's link
    expires_at  BIGINT NOT NULL,
    used_at     BIGINT
);

CREATE TABLE follows (
    follower_id  TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    followed_id  TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at   BIGINT NOT NULL,
    PRIMARY KEY (follower_id, followed_id),
    CHECK (follower_id <> followed_id)
);
CREATE INDEX follows_by_followed ON follows (followed_id, created_at, follower_id);
CREATE INDEX follows_by_follower ON follows (follower_id, created_at, followed_id);

CREATE TABLE blocks (
    blocker_id   TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    blocked_id   TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    created_at   BIGINT NOT NULL,
    PRIMARY KEY (blocker_id, blocked_id),
    CHECK (blocker_id <> blocked_id)
);
CREATE INDEX blocks_by_blocked ON blocks (blocked_id);
CREATE INDEX blocks_by_blocker ON blocks (blocker_id, created_at, blocked_id);
