-- +goose Up

-- What a request waits for, beside its applicant's mending: nothing, another
-- body, or the applicant at a step of their own. reviews are the opinions given
-- at the present step.
ALTER TABLE tickets ADD COLUMN waiting_for TEXT NOT NULL DEFAULT '';
ALTER TABLE tickets ADD COLUMN extended BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE tickets ADD COLUMN reviews {{.JSON}} NOT NULL DEFAULT '[]';
ALTER TABLE tickets ADD COLUMN step_entered_at {{.Time}};
UPDATE tickets SET step_entered_at = submitted_at;

-- Dispositions: what the lembar disposisi says, who has read it, and where the
-- request goes back to when it is withdrawn. The words are also in the events.
CREATE TABLE dispositions (
    id             {{.UUID}} PRIMARY KEY,
    ticket_id      {{.UUID}} NOT NULL REFERENCES tickets (id),
    parent_id      {{.UUID}} REFERENCES dispositions (id), -- the disposition by which its author had the request
    ticket_version BIGINT NOT NULL, -- of the request once disposed
    at             {{.Time}} NOT NULL,
    author_id      {{.UUID}} NOT NULL REFERENCES users (id),
    author_name    TEXT NOT NULL,
    author_role    TEXT NOT NULL,
    author_unit    TEXT NOT NULL DEFAULT '',
    on_behalf_of   TEXT NOT NULL DEFAULT '', -- name of whom the author stood in for
    instructions   {{.JSON}} NOT NULL,
    instruction    TEXT NOT NULL,
    urgency        TEXT NOT NULL,
    confidential   BOOLEAN NOT NULL,
    due_on         TEXT NOT NULL DEFAULT '',
    from_step      TEXT NOT NULL,
    read_at        {{.Time}}, -- when the first of the recipients opened it
    withdrawn_at   {{.Time}}
);
CREATE INDEX dispositions_ticket ON dispositions (ticket_id, id);

CREATE TABLE disposition_recipients (
    disposition_id {{.UUID}} NOT NULL REFERENCES dispositions (id),
    position       INTEGER NOT NULL, -- 0: the one who is responsible
    role           TEXT NOT NULL,
    unit           TEXT NOT NULL DEFAULT '',
    user_id        {{.UUID}} REFERENCES users (id),
    joined         BOOLEAN NOT NULL, -- came to the request's chain by this disposition
    read_at        {{.Time}},
    read_by_id     {{.UUID}} REFERENCES users (id),
    read_by_name   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (disposition_id, position)
);

-- +goose Down
SELECT 1;
