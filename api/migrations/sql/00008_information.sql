-- +goose Up

-- What the register of information requests says beside the request itself
-- (Perki 1/2021). Dates are YYYY-MM-DD, empty where nothing is known yet.
CREATE TABLE information_entries (
    ticket_id   {{.UUID}} PRIMARY KEY REFERENCES tickets (id),
    held        TEXT NOT NULL DEFAULT '',
    form        TEXT NOT NULL DEFAULT '',
    access      TEXT NOT NULL DEFAULT '',
    decision    TEXT NOT NULL DEFAULT '',
    ground      TEXT NOT NULL DEFAULT '',
    notified_on TEXT NOT NULL DEFAULT '',
    provided_on TEXT NOT NULL DEFAULT '',
    cost        BIGINT NOT NULL DEFAULT 0,
    payment     TEXT NOT NULL DEFAULT '',
    version     BIGINT NOT NULL DEFAULT 1,
    changed_at  {{.Time}} NOT NULL
);

-- Objections (keberatan) and what follows from them. found_at is when their
-- reason arose; there is one objection for each such instant.
CREATE TABLE information_objections (
    id               {{.UUID}} PRIMARY KEY,
    ticket_id        {{.UUID}} NOT NULL REFERENCES tickets (id),
    found_at         {{.Time}} NOT NULL,
    reasons          {{.JSON}} NOT NULL,
    position         TEXT NOT NULL,
    proxy_name       TEXT NOT NULL DEFAULT '',
    proxy_address    TEXT NOT NULL DEFAULT '',
    filed_at         {{.Time}} NOT NULL,
    decision         TEXT NOT NULL DEFAULT '',
    answer           TEXT NOT NULL DEFAULT '',
    answered_at      {{.Time}},
    letter_id        {{.UUID}} REFERENCES attachments (id),
    dispute_number   TEXT NOT NULL DEFAULT '',
    dispute_filed_on TEXT NOT NULL DEFAULT '',
    version          BIGINT NOT NULL DEFAULT 1,
    changed_at       {{.Time}} NOT NULL
);
CREATE UNIQUE INDEX information_objections_once ON information_objections (ticket_id, found_at);

-- +goose Down
SELECT 1;
