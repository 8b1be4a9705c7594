-- +goose Up

-- Accounts at an OpenID provider, each linked once to an account here.
CREATE TABLE user_identities (
    issuer    TEXT NOT NULL,
    subject   TEXT NOT NULL,
    user_id   {{.UUID}} NOT NULL REFERENCES users (id),
    linked_at {{.Time}} NOT NULL,
    PRIMARY KEY (issuer, subject)
);
CREATE UNIQUE INDEX user_identities_user ON user_identities (user_id, issuer);

-- Consents, where consent is the basis of a processing (UU 27/2022, Pasal 20
-- and 21). notice_version is that of the notice that was shown.
CREATE TABLE privacy_consents (
    id             {{.UUID}} PRIMARY KEY,
    user_id        {{.UUID}} NOT NULL REFERENCES users (id),
    purpose        TEXT NOT NULL,
    notice_version BIGINT NOT NULL,
    given_at       {{.Time}} NOT NULL,
    withdrawn_at   {{.Time}}
);
CREATE INDEX privacy_consents_user ON privacy_consents (user_id, purpose, given_at);

-- What people ask about their data, and the answer (UU 27/2022, Pasal 6 and 8).
CREATE TABLE privacy_requests (
    id          {{.UUID}} PRIMARY KEY,
    user_id     {{.UUID}} NOT NULL REFERENCES users (id),
    kind        TEXT NOT NULL,
    text        TEXT NOT NULL,
    outcome     TEXT NOT NULL DEFAULT '', -- empty: not answered yet
    answer      TEXT NOT NULL DEFAULT '',
    kept        {{.JSON}} NOT NULL,       -- codes of the rules by which something stays
    answered_by TEXT NOT NULL DEFAULT '',
    version     BIGINT NOT NULL DEFAULT 1,
    created_at  {{.Time}} NOT NULL,
    answered_at {{.Time}}
);
CREATE INDEX privacy_requests_user ON privacy_requests (user_id, created_at);
CREATE INDEX privacy_requests_open ON privacy_requests (outcome, created_at, id);

-- +goose Down
SELECT 1;
