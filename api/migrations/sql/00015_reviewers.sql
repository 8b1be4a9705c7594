-- +goose Up

-- Whose opinion the present step of a request still needs. The step and what
-- was said are in the request; this is what the inbox of a reviewer asks for.
CREATE TABLE ticket_reviewers (
    ticket_id {{.UUID}} NOT NULL REFERENCES tickets (id),
    role      TEXT NOT NULL,
    unit      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (ticket_id, role, unit)
);
CREATE INDEX ticket_reviewers_by ON ticket_reviewers (role, unit, ticket_id);

-- +goose Down
SELECT 1;
