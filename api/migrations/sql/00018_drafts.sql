-- +goose Up

-- Requests that are being filled in. answers are as they were typed, wrong and
-- unfinished ones included; rest is what else the request says. service_version
-- is the version of the form that was filled in last.
CREATE TABLE drafts (
    id              {{.UUID}} PRIMARY KEY,
    owner_id        {{.UUID}} NOT NULL REFERENCES users (id),
    service_code    TEXT NOT NULL,
    service_version INTEGER NOT NULL,
    subject         TEXT NOT NULL DEFAULT '',
    answers         {{.JSON}} NOT NULL,
    rest            {{.JSON}} NOT NULL,
    version         BIGINT NOT NULL DEFAULT 1,
    created_at      {{.Time}} NOT NULL,
    changed_at      {{.Time}} NOT NULL,
    FOREIGN KEY (service_code, service_version) REFERENCES service_type_versions (code, number)
);
CREATE INDEX drafts_owner ON drafts (owner_id, changed_at, id);
CREATE INDEX drafts_changed ON drafts (changed_at);

-- Files wait in a draft for the request that it becomes.
ALTER TABLE attachments ADD COLUMN draft_id {{.UUID}} REFERENCES drafts (id);
CREATE INDEX attachments_draft ON attachments (draft_id, id);

-- +goose Down
SELECT 1;
