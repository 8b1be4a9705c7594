-- +goose Up

-- What a person was told in the product: one row for one event and person. The
-- subject is not kept here, so that nothing of a confidential request is.
CREATE TABLE notifications (
    id         {{.UUID}} PRIMARY KEY,
    user_id    {{.UUID}} NOT NULL REFERENCES users (id),
    event_id   {{.UUID}} NOT NULL REFERENCES events (id),
    kind       TEXT NOT NULL,
    ticket_id  {{.UUID}} REFERENCES tickets (id), -- empty: about something else
    created_at {{.Time}} NOT NULL,
    read_at    {{.Time}},
    UNIQUE (event_id, user_id)
);
CREATE INDEX notifications_newest ON notifications (user_id, id);
CREATE INDEX notifications_unread ON notifications (user_id, read_at);

-- Mail to send, one row for one event and receiver; user_id is empty for a
-- guest. sent_at is set when the server has taken it, closed_why when it never
-- will be sent.
CREATE TABLE notification_mails (
    id         {{.UUID}} PRIMARY KEY,
    event_id   {{.UUID}} NOT NULL REFERENCES events (id),
    user_id    {{.UUID}} REFERENCES users (id),
    receiver   TEXT NOT NULL, -- the person's id, or guest
    ticket_id  {{.UUID}} REFERENCES tickets (id),
    created_at {{.Time}} NOT NULL,
    sent_at    {{.Time}},
    closed_why TEXT NOT NULL DEFAULT '',
    UNIQUE (event_id, receiver)
);

-- What a person wants to be told, and how. Without a row the defaults hold.
CREATE TABLE notification_preferences (
    user_id     {{.UUID}} PRIMARY KEY REFERENCES users (id),
    preferences {{.JSON}} NOT NULL,
    version     BIGINT NOT NULL,
    changed_at  {{.Time}} NOT NULL
);

-- Reminders already recorded: each at most once for one due time.
CREATE TABLE ticket_reminders (
    ticket_id  {{.UUID}} NOT NULL REFERENCES tickets (id),
    kind       TEXT NOT NULL,
    due_at     {{.Time}} NOT NULL,
    created_at {{.Time}} NOT NULL,
    PRIMARY KEY (ticket_id, kind, due_at)
);

-- +goose Down
SELECT 1;
