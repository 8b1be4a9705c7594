-- +goose Up

-- What an admin sets: one document for each group of settings.
CREATE TABLE settings (
    key        TEXT PRIMARY KEY,
    value      {{.JSON}} NOT NULL,
    version    BIGINT NOT NULL DEFAULT 1,
    changed_at {{.Time}} NOT NULL
);

-- +goose Down
SELECT 1;
