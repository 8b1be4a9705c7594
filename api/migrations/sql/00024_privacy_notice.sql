-- +goose Up

-- The office's own texts of the notice at collection (UU 27/2022, Pasal 21).
-- Version 1 is the shipped text; each later one stays, because consents name
-- the version that was shown.
CREATE TABLE privacy_notices (
    version    BIGINT PRIMARY KEY,
    value      {{.JSON}} NOT NULL,
    changed_at {{.Time}} NOT NULL
);

ALTER TABLE ticket_guests ADD COLUMN notice_version BIGINT NOT NULL DEFAULT 1;

-- +goose Down
SELECT 1;
