-- +goose Up

-- Keys of other systems. A key acts for one account in one of its roles, with
-- the part of what that role may do that its scopes name. handle is the public
-- part of the key; secrets are kept as hashes.
CREATE TABLE api_keys (
    id                {{.UUID}} PRIMARY KEY,
    handle            TEXT NOT NULL UNIQUE,
    name              TEXT NOT NULL,
    user_id           {{.UUID}} NOT NULL REFERENCES users (id),
    role              TEXT NOT NULL,
    scopes            {{.JSON}} NOT NULL,
    networks          {{.JSON}} NOT NULL, -- from where it is taken; none: from anywhere
    per_minute        INTEGER NOT NULL,
    created_at        {{.Time}} NOT NULL,
    expires_at        {{.Time}} NOT NULL,
    revoked_at        {{.Time}},
    revoked_reason    TEXT NOT NULL DEFAULT '',
    last_used_at      {{.Time}},          -- to the hour, so that reading does not write
    last_used_address TEXT NOT NULL DEFAULT '',
    version           BIGINT NOT NULL DEFAULT 1
);
CREATE INDEX api_keys_user ON api_keys (user_id);

-- A key that is being rotated has two secrets for a while.
CREATE TABLE api_key_secrets (
    key_id     {{.UUID}} NOT NULL REFERENCES api_keys (id),
    hash       TEXT NOT NULL,
    created_at {{.Time}} NOT NULL,
    ends_at    {{.Time}}, -- empty: with the key
    PRIMARY KEY (key_id, hash)
);

-- +goose Down
SELECT 1;
