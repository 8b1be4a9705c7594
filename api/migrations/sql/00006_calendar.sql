-- +goose Up

-- The office's working time: one row for every state that it was in. No row
-- ever changes; the highest number holds.
CREATE TABLE calendar_versions (
    number      BIGINT PRIMARY KEY,
    rules       {{.JSON}} NOT NULL,
    author_id   TEXT NOT NULL DEFAULT '',
    author_name TEXT NOT NULL DEFAULT '',
    created_at  {{.Time}} NOT NULL
);

-- With which of them a request's due time was computed. Open requests with an
-- older one are computed again; closed ones keep theirs.
ALTER TABLE tickets ADD COLUMN calendar_version BIGINT NOT NULL DEFAULT 0;
CREATE INDEX tickets_calendar ON tickets (calendar_version, id) WHERE status <> 'done';

-- How far the computing has come for each version.
CREATE TABLE deadline_runs (
    calendar_version BIGINT PRIMARY KEY,
    total            BIGINT NOT NULL,
    computed         BIGINT NOT NULL DEFAULT 0,
    moved            BIGINT NOT NULL DEFAULT 0,
    started_at       {{.Time}} NOT NULL,
    finished_at      {{.Time}}
);

-- +goose Down
SELECT 1;
