-- +goose Up

-- What finished requests left behind. unique_name is the name that no two may
-- have (of a subdomain, a mailbox …) until one is retired; empty where the kind
-- knows none. An expires_on of 9999-12-31 means without end. reminded is how
-- many days before its end the last reminder was recorded; 0: none yet.
CREATE TABLE assets (
    id              {{.UUID}} PRIMARY KEY,
    kind            TEXT NOT NULL,
    name            TEXT NOT NULL,
    unique_name     TEXT NOT NULL DEFAULT '',
    organisation_id {{.UUID}} NOT NULL REFERENCES organisations (id),
    ticket_id       {{.UUID}} REFERENCES tickets (id), -- empty: older than this register
    fields          {{.JSON}} NOT NULL,
    state           TEXT NOT NULL,
    delivered_on    TEXT NOT NULL,
    expires_on      TEXT NOT NULL,
    reminded        INTEGER NOT NULL DEFAULT 0,
    search          TEXT NOT NULL,
    version         BIGINT NOT NULL DEFAULT 1,
    created_at      {{.Time}} NOT NULL,
    changed_at      {{.Time}} NOT NULL
);
CREATE UNIQUE INDEX assets_unique_name ON assets (kind, unique_name) WHERE unique_name <> '' AND state <> 'retired';
CREATE INDEX assets_name ON assets (name, id);
CREATE INDEX assets_newest ON assets (created_at, id);
CREATE INDEX assets_organisation ON assets (organisation_id, created_at, id);
CREATE INDEX assets_expiry ON assets (expires_on, id);
CREATE INDEX assets_ticket ON assets (ticket_id);

-- What a request has to do with the register: the name that it asks for and
-- keeps from others while it runs, the asset that it wants changed, and what
-- its applicant says they have from before. The row is written before that of
-- the request.
CREATE TABLE asset_requests (
    ticket_id   {{.UUID}} PRIMARY KEY REFERENCES tickets (id) DEFERRABLE INITIALLY DEFERRED,
    kind        TEXT NOT NULL DEFAULT '',
    name        TEXT NOT NULL DEFAULT '',
    asset_id    {{.UUID}} REFERENCES assets (id),
    wish        TEXT NOT NULL DEFAULT '',
    held_before {{.JSON}} NOT NULL,
    running     BOOLEAN NOT NULL DEFAULT TRUE
);
CREATE UNIQUE INDEX asset_requests_name ON asset_requests (kind, name) WHERE name <> '' AND running;
CREATE INDEX asset_requests_asset ON asset_requests (asset_id);

-- +goose Down
SELECT 1;
