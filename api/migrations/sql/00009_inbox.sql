-- +goose Up

-- What the counter records of a request that came on paper, by phone, by email
-- or in person. The agenda number counts within the year in which it was
-- recorded; letter_date is a day of the office's zone, empty where there is
-- no letter. agency is the name of an agency that the house does not know.
CREATE TABLE ticket_intakes (
    ticket_id     {{.UUID}} PRIMARY KEY REFERENCES tickets (id),
    agenda_year   INTEGER NOT NULL,
    agenda_number BIGINT NOT NULL,
    channel       TEXT NOT NULL,
    letter_number TEXT NOT NULL DEFAULT '',
    letter_date   TEXT NOT NULL DEFAULT '',
    agency        TEXT NOT NULL DEFAULT '',
    recorded_at   {{.Time}} NOT NULL,
    UNIQUE (agenda_year, agenda_number)
);

-- The last agenda number of a year, taken inside the recording transaction: a
-- rollback gives the number back.
CREATE TABLE agenda_counters (
    year INTEGER PRIMARY KEY,
    last BIGINT NOT NULL
);

-- The filters of the inbox that a person keeps under a name. query is the
-- query of the page's address.
CREATE TABLE saved_views (
    id         {{.UUID}} PRIMARY KEY,
    user_id    {{.UUID}} NOT NULL REFERENCES users (id),
    name       TEXT NOT NULL,
    query      TEXT NOT NULL,
    version    BIGINT NOT NULL DEFAULT 1,
    created_at {{.Time}} NOT NULL,
    changed_at {{.Time}} NOT NULL,
    UNIQUE (user_id, name)
);

-- Which requests brought the same file.
CREATE INDEX attachments_content ON attachments (sha256, ticket_id);

-- What is not done, in the order of an inbox: its first page is found by walking
-- from the soonest due, instead of reading and sorting all that somebody holds.
CREATE INDEX tickets_open ON tickets (due_order, id) WHERE status <> 'done';

-- The agenda of answers is walked by when they were given.
CREATE INDEX tickets_closed ON tickets (closed_at, id);

-- +goose Down
SELECT 1;
