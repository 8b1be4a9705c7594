-- +goose Up

-- A role handed to somebody else between two instants (Plt/Plh): the deputy
-- holds it on behalf of the principal while it runs. Rows stay as history.
CREATE TABLE delegations (
    id           {{.UUID}} PRIMARY KEY,
    principal_id {{.UUID}} NOT NULL REFERENCES users (id),
    deputy_id    {{.UUID}} NOT NULL REFERENCES users (id),
    role         TEXT NOT NULL,
    unit         TEXT NOT NULL DEFAULT '',
    kind         TEXT NOT NULL,
    reason       TEXT NOT NULL,
    decree       TEXT NOT NULL,
    starts_at    {{.Time}} NOT NULL,
    ends_at      {{.Time}} NOT NULL, -- exclusive; brought forward when it is ended early
    meant_until  {{.Time}} NOT NULL, -- ends_at as it was meant
    ended_at     {{.Time}},
    ended_reason TEXT NOT NULL DEFAULT '',
    version      BIGINT NOT NULL DEFAULT 1,
    created_at   {{.Time}} NOT NULL
);
CREATE INDEX delegations_deputy ON delegations (deputy_id, ends_at);
CREATE INDEX delegations_principal ON delegations (principal_id, ends_at);
CREATE INDEX delegations_newest ON delegations (starts_at, id);

-- When a person is away (cuti, dinas luar): no new work by name meanwhile.
CREATE TABLE absences (
    id           {{.UUID}} PRIMARY KEY,
    user_id      {{.UUID}} NOT NULL REFERENCES users (id),
    kind         TEXT NOT NULL,
    note         TEXT NOT NULL DEFAULT '',
    starts_at    {{.Time}} NOT NULL,
    ends_at      {{.Time}} NOT NULL, -- exclusive
    cancelled_at {{.Time}},
    version      BIGINT NOT NULL DEFAULT 1,
    created_at   {{.Time}} NOT NULL
);
CREATE INDEX absences_user ON absences (user_id, ends_at);

-- As which deputy somebody acted: plt or plh; empty where they acted for
-- themselves.
ALTER TABLE events ADD COLUMN on_behalf_of_kind TEXT NOT NULL DEFAULT '';

-- The ids of those who stepped back from a request for a conflict of interest,
-- separated by spaces; why is in the events.
ALTER TABLE tickets ADD COLUMN recused TEXT NOT NULL DEFAULT '';

-- +goose Down
SELECT 1;
