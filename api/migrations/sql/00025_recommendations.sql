-- +goose Up

-- Proposals to build or develop an application (usulan rekomendasi SPBE), from
-- the first word to the end of the development. A proposal becomes a request
-- with its first submission. budget_year and cost are told by its points, and
-- stand here for lists and figures.
CREATE TABLE recommendations (
    id              {{.UUID}} PRIMARY KEY,
    number          TEXT NOT NULL UNIQUE,
    title           TEXT NOT NULL,
    search          TEXT NOT NULL, -- number and title in lower case
    proposal        TEXT NOT NULL,
    organisation_id {{.UUID}} NOT NULL REFERENCES organisations (id),
    author_id       {{.UUID}} NOT NULL REFERENCES users (id),
    ticket_id       {{.UUID}} UNIQUE REFERENCES tickets (id),
    copied_from     {{.UUID}},
    budget_year     INTEGER NOT NULL DEFAULT 0,
    cost            BIGINT NOT NULL DEFAULT 0,
    version         BIGINT NOT NULL DEFAULT 1,
    created_at      {{.Time}} NOT NULL,
    changed_at      {{.Time}} NOT NULL
);
CREATE INDEX recommendations_agency ON recommendations (organisation_id, changed_at, id);
CREATE INDEX recommendations_changed ON recommendations (changed_at, id);

-- The last number of each year, taken in the transaction that begins a
-- proposal, so that a rollback leaves no gap.
CREATE TABLE recommendation_counters (
    year INTEGER PRIMARY KEY,
    last BIGINT NOT NULL
);

-- What is answered at each point of the three documents, as it was typed. Each
-- has a version of its own, so that two people write at two points at once.
CREATE TABLE recommendation_points (
    recommendation_id {{.UUID}} NOT NULL REFERENCES recommendations (id),
    key               TEXT NOT NULL,
    answers           {{.JSON}} NOT NULL,
    complete          BOOLEAN NOT NULL DEFAULT FALSE,
    copied            BOOLEAN NOT NULL DEFAULT FALSE, -- taken over, and not saved since
    version           BIGINT NOT NULL DEFAULT 1,
    saved_at          {{.Time}}, -- none: nobody has written here yet
    saved_by          {{.UUID}} REFERENCES users (id),
    PRIMARY KEY (recommendation_id, key)
);

-- The register of risks. Magnitudes are 0 where the levels are not told yet.
CREATE TABLE recommendation_risks (
    id                {{.UUID}} PRIMARY KEY,
    recommendation_id {{.UUID}} NOT NULL REFERENCES recommendations (id),
    position          BIGINT NOT NULL,
    answers           {{.JSON}} NOT NULL,
    complete          BOOLEAN NOT NULL DEFAULT FALSE,
    copied            BOOLEAN NOT NULL DEFAULT FALSE,
    magnitude         INTEGER NOT NULL DEFAULT 0,
    status            TEXT NOT NULL DEFAULT 'open', -- by the last line of its log
    version           BIGINT NOT NULL DEFAULT 1,
    saved_at          {{.Time}} NOT NULL,
    saved_by          {{.UUID}} NOT NULL REFERENCES users (id),
    UNIQUE (recommendation_id, position)
);

-- What was seen of a risk since; lines are only added.
CREATE TABLE recommendation_risk_log (
    id      {{.UUID}} PRIMARY KEY,
    risk_id {{.UUID}} NOT NULL REFERENCES recommendation_risks (id),
    date    TEXT NOT NULL,
    status  TEXT NOT NULL,
    note    TEXT NOT NULL,
    at      {{.Time}} NOT NULL,
    by_id   {{.UUID}} NOT NULL REFERENCES users (id)
);
CREATE INDEX recommendation_risk_log_of ON recommendation_risk_log (risk_id, date, id);

-- The settings of proposals, all versions of them.
CREATE TABLE recommendation_settings (
    version  BIGINT PRIMARY KEY,
    value    {{.JSON}} NOT NULL,
    saved_at {{.Time}} NOT NULL,
    saved_by {{.UUID}} NOT NULL REFERENCES users (id)
);

-- Files of points and risks belong to the proposal.
ALTER TABLE attachments ADD COLUMN recommendation_id {{.UUID}} REFERENCES recommendations (id);
CREATE INDEX attachments_recommendation ON attachments (recommendation_id, id);

-- +goose Down
SELECT 1;
