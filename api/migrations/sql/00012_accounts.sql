-- +goose Up

-- Failed guesses at one thing (an account, from an address, a second factor).
-- key is a hash, because people type passwords into the wrong field.
CREATE TABLE throttles (
    key       TEXT PRIMARY KEY,
    failures  INTEGER NOT NULL,
    failed_at {{.Time}} NOT NULL,
    free_at   {{.Time}} NOT NULL -- nothing is compared before
);
CREATE INDEX throttles_age ON throttles (failed_at);

-- Refresh tokens are made from the session and a count, under the signing key:
-- an old one is known as such, a made-up one is nothing. Nothing secret is kept.
ALTER TABLE sessions ADD COLUMN generation BIGINT NOT NULL DEFAULT 1;
ALTER TABLE sessions ADD COLUMN rotated_at {{.Time}};
ALTER TABLE sessions DROP COLUMN token_hash;

-- One-time links by which a person sets their own password; ended_at says when
-- one was used or replaced.
CREATE TABLE password_links (
    token_hash TEXT PRIMARY KEY,
    user_id    {{.UUID}} NOT NULL REFERENCES users (id),
    purpose    TEXT NOT NULL,
    created_at {{.Time}} NOT NULL,
    expires_at {{.Time}} NOT NULL,
    ended_at   {{.Time}}
);
CREATE INDEX password_links_user ON password_links (user_id, ended_at);
CREATE INDEX password_links_expiry ON password_links (expires_at);

-- The second factor (TOTP, RFC 6238). It counts once confirmed_at is set;
-- last_step is the time step of the last code that was taken.
CREATE TABLE second_factors (
    user_id      {{.UUID}} PRIMARY KEY REFERENCES users (id),
    secret       TEXT NOT NULL,
    last_step    BIGINT NOT NULL DEFAULT 0,
    created_at   {{.Time}} NOT NULL,
    confirmed_at {{.Time}}
);

CREATE TABLE recovery_codes (
    user_id   {{.UUID}} NOT NULL REFERENCES users (id),
    code_hash TEXT NOT NULL,
    used_at   {{.Time}},
    PRIMARY KEY (user_id, code_hash)
);

-- +goose Down
SELECT 1;
