-- +goose Up

-- The documents that were issued, so that anybody can check one by its code
-- and its bytes. It names no person, and rows are never changed.
CREATE TABLE issued_documents (
    code          TEXT PRIMARY KEY, -- as it is printed: ABCD-EFGH-IJKL
    kind          TEXT NOT NULL,
    number        TEXT NOT NULL,
    title         TEXT NOT NULL,
    issued_at     {{.Time}} NOT NULL,
    issuer        TEXT NOT NULL,
    sha256        TEXT NOT NULL,
    size          BIGINT NOT NULL,
    ticket_number TEXT NOT NULL DEFAULT '' -- for the office; not shown publicly
);
CREATE INDEX issued_documents_sha256 ON issued_documents (sha256);

-- +goose Down
SELECT 1;
