-- +goose Up

-- What can be booked for a time: rooms, meeting accounts, crew, equipment. Two
-- bookings of one need buffer_minutes between them. Closed ones keep what is
-- booked and take nothing new.
CREATE TABLE resources (
    id             {{.UUID}} PRIMARY KEY,
    kind           TEXT NOT NULL,
    name           TEXT NOT NULL,
    note           TEXT NOT NULL DEFAULT '',
    buffer_minutes INTEGER NOT NULL DEFAULT 0,
    closed         BOOLEAN NOT NULL DEFAULT FALSE,
    version        BIGINT NOT NULL DEFAULT 1,
    created_at     {{.Time}} NOT NULL,
    changed_at     {{.Time}} NOT NULL
);
CREATE UNIQUE INDEX resources_name ON resources (kind, name);

-- The time that a request has: first as its answers ask (asked_*), then as an
-- officer sets it. kinds are those of the resources that it asks for. The row
-- is written before that of the request. Whether it counts, the request says:
-- one that was rejected or cancelled has no booking.
CREATE TABLE bookings (
    ticket_id   {{.UUID}} PRIMARY KEY REFERENCES tickets (id) DEFERRABLE INITIALLY DEFERRED,
    kinds       {{.JSON}} NOT NULL,
    starts_at   {{.Time}} NOT NULL,
    ends_at     {{.Time}} NOT NULL,
    asked_start {{.Time}} NOT NULL,
    asked_end   {{.Time}} NOT NULL
);
CREATE INDEX bookings_time ON bookings (starts_at, ends_at, ticket_id);

-- What an officer has given to it.
CREATE TABLE booking_resources (
    ticket_id   {{.UUID}} NOT NULL REFERENCES bookings (ticket_id),
    resource_id {{.UUID}} NOT NULL REFERENCES resources (id),
    PRIMARY KEY (ticket_id, resource_id)
);
CREATE INDEX booking_resources_resource ON booking_resources (resource_id, ticket_id);

-- +goose Down
SELECT 1;
