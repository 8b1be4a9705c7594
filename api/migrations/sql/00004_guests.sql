-- +goose Up

-- Who files without an account (information requests, complaints): how to
-- reach them, and the hash of the code by which they follow their request.
CREATE TABLE ticket_guests (
    ticket_id    {{.UUID}} PRIMARY KEY REFERENCES tickets (id),
    name         TEXT NOT NULL,
    contact      TEXT NOT NULL,
    code_hash    TEXT NOT NULL,
    address      TEXT NOT NULL,
    consented_at {{.Time}} NOT NULL
);
CREATE INDEX ticket_guests_address ON ticket_guests (address, consented_at);

-- +goose Down
SELECT 1;
