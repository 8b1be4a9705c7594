-- +goose Up

-- Agencies (Perangkat Daerah, kabupaten/kota, schools …) and the office's own units.
CREATE TABLE organisations (
    id         {{.UUID}} PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    short_name TEXT NOT NULL DEFAULT '',
    kind       TEXT NOT NULL,
    version    BIGINT NOT NULL DEFAULT 1,
    created_at {{.Time}} NOT NULL
);

CREATE TABLE units (
    code       TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    position   INTEGER NOT NULL DEFAULT 0
);

-- People. A username is kept in lower case.
CREATE TABLE users (
    id                   {{.UUID}} PRIMARY KEY,
    username             TEXT NOT NULL UNIQUE,
    name                 TEXT NOT NULL,
    nip                  TEXT NOT NULL DEFAULT '',
    position             TEXT NOT NULL DEFAULT '',
    email                TEXT NOT NULL DEFAULT '',
    phone                TEXT NOT NULL DEFAULT '',
    organisation_id      {{.UUID}} REFERENCES organisations (id),
    sees_organisation    BOOLEAN NOT NULL DEFAULT FALSE,
    password_hash        TEXT NOT NULL,
    must_change_password BOOLEAN NOT NULL DEFAULT FALSE,
    disabled_at          {{.Time}},
    disabled_reason      TEXT NOT NULL DEFAULT '',
    version              BIGINT NOT NULL DEFAULT 1,
    created_at           {{.Time}} NOT NULL,
    changed_at           {{.Time}} NOT NULL
);
CREATE INDEX users_organisation ON users (organisation_id);

CREATE TABLE user_roles (
    user_id {{.UUID}} NOT NULL REFERENCES users (id),
    role    TEXT NOT NULL,
    unit    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (user_id, role, unit)
);
CREATE INDEX user_roles_role ON user_roles (role, unit);

-- A session is one sign-in on one device. Its refresh tokens follow each
-- other; only the newest is good, and an older one ends the session.
CREATE TABLE sessions (
    id         {{.UUID}} PRIMARY KEY,
    user_id    {{.UUID}} NOT NULL REFERENCES users (id),
    token_hash TEXT NOT NULL,
    agent      TEXT NOT NULL DEFAULT '',
    address    TEXT NOT NULL DEFAULT '',
    created_at {{.Time}} NOT NULL,
    used_at    {{.Time}} NOT NULL,
    expires_at {{.Time}} NOT NULL,
    ended_at   {{.Time}},
    ended_why  TEXT NOT NULL DEFAULT ''
);
CREATE INDEX sessions_user ON sessions (user_id, ended_at);
CREATE INDEX sessions_expiry ON sessions (expires_at);

-- What happened: one row for every action, written in the transaction of the
-- change. Timeline, conversation, audit log and reports are read from here.
CREATE TABLE events (
    id                {{.UUID}} PRIMARY KEY,
    at                {{.Time}} NOT NULL,
    type              TEXT NOT NULL,
    object_kind       TEXT NOT NULL,
    object_id         TEXT NOT NULL,
    actor_id          TEXT NOT NULL,
    actor_name        TEXT NOT NULL,
    actor_role        TEXT NOT NULL,
    actor_unit        TEXT NOT NULL,
    on_behalf_of_id   TEXT NOT NULL DEFAULT '',
    on_behalf_of_name TEXT NOT NULL DEFAULT '',
    data              {{.JSON}} NOT NULL,
    changes           {{.JSON}} NOT NULL,
    internal          BOOLEAN NOT NULL DEFAULT FALSE,
    address           TEXT NOT NULL DEFAULT '',
    request_id        TEXT NOT NULL DEFAULT ''
);
CREATE INDEX events_object ON events (object_kind, object_id, id);
CREATE INDEX events_actor ON events (actor_id, id);

-- Answers already given to requests that carried an Idempotency-Key.
CREATE TABLE idempotency_keys (
    user_id     TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    answer      {{.JSON}} NOT NULL,
    created_at  {{.Time}} NOT NULL,
    PRIMARY KEY (user_id, key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

-- Services as data. A version never changes once it is published.
CREATE TABLE service_types (
    code       TEXT PRIMARY KEY,
    published  INTEGER NOT NULL,
    retired_at {{.Time}},
    version    BIGINT NOT NULL DEFAULT 1
);

CREATE TABLE service_type_versions (
    code         TEXT NOT NULL REFERENCES service_types (code),
    number       INTEGER NOT NULL,
    definition   {{.JSON}} NOT NULL,
    shipped_hash TEXT NOT NULL DEFAULT '',
    author_id    TEXT NOT NULL DEFAULT '',
    author_name  TEXT NOT NULL DEFAULT '',
    created_at   {{.Time}} NOT NULL,
    published_at {{.Time}},
    PRIMARY KEY (code, number)
);

-- Requests. number is TKT-YYYYMMDD-NNNN; submitted_on is its date in the
-- office's zone. due_order is due_at, or the end of time where no limit has
-- been decreed, so that lists can be walked by it.
CREATE TABLE tickets (
    id                 {{.UUID}} PRIMARY KEY,
    number             TEXT NOT NULL UNIQUE,
    service_code       TEXT NOT NULL,
    service_version    INTEGER NOT NULL,
    subject            TEXT NOT NULL,
    search             TEXT NOT NULL,
    answers            {{.JSON}} NOT NULL,
    status             TEXT NOT NULL,
    outcome            TEXT NOT NULL DEFAULT '',
    step               TEXT NOT NULL,
    holder_role        TEXT NOT NULL,
    holder_unit        TEXT NOT NULL DEFAULT '',
    holder_id          {{.UUID}} REFERENCES users (id),
    applicant_id       {{.UUID}} REFERENCES users (id), -- empty: a guest without an account
    organisation_id    {{.UUID}} REFERENCES organisations (id),
    urgency            TEXT NOT NULL DEFAULT 'normal',
    confidential       BOOLEAN NOT NULL DEFAULT FALSE,
    returned           BOOLEAN NOT NULL DEFAULT FALSE,
    return_reason      TEXT NOT NULL DEFAULT '',
    return_points      {{.JSON}} NOT NULL,
    returned_by_role   TEXT NOT NULL DEFAULT '',
    returned_by_unit   TEXT NOT NULL DEFAULT '',
    returned_by_id     {{.UUID}} REFERENCES users (id),
    closing_note       TEXT NOT NULL DEFAULT '',
    submitted_at       {{.Time}} NOT NULL,
    submitted_on       TEXT NOT NULL,
    due_at             {{.Time}},
    due_order          {{.Time}} NOT NULL,
    closed_at          {{.Time}},
    version            BIGINT NOT NULL DEFAULT 1,
    changed_at         {{.Time}} NOT NULL,
    FOREIGN KEY (service_code, service_version) REFERENCES service_type_versions (code, number)
);
CREATE INDEX tickets_newest ON tickets (submitted_at, id);
CREATE INDEX tickets_due ON tickets (due_order, id);
CREATE INDEX tickets_status ON tickets (status, submitted_at, id);
CREATE INDEX tickets_holder ON tickets (holder_role, holder_unit, status, due_order, id);
CREATE INDEX tickets_holder_person ON tickets (holder_id, status, due_order, id);
CREATE INDEX tickets_applicant ON tickets (applicant_id, submitted_at, id);
CREATE INDEX tickets_organisation ON tickets (organisation_id, submitted_at, id);
CREATE INDEX tickets_service ON tickets (service_code, submitted_at, id);

-- Who has ever held a request: a role, a role in a unit, or a person. It is
-- what a unit may read (its chain).
CREATE TABLE ticket_holders (
    ticket_id {{.UUID}} NOT NULL REFERENCES tickets (id),
    role      TEXT NOT NULL,
    unit      TEXT NOT NULL DEFAULT '',
    user_id   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (ticket_id, role, unit, user_id)
);
CREATE INDEX ticket_holders_by ON ticket_holders (role, unit, ticket_id);
CREATE INDEX ticket_holders_user ON ticket_holders (user_id, ticket_id);

-- The last number given on a day, taken inside the submitting transaction: a
-- rollback gives the number back.
CREATE TABLE ticket_counters (
    day  TEXT PRIMARY KEY,
    last BIGINT NOT NULL
);

-- Files. ticket_id is empty while a file waits for the request that it is
-- uploaded for. The object in the store exists before its row does.
CREATE TABLE attachments (
    id          {{.UUID}} PRIMARY KEY,
    ticket_id   {{.UUID}} REFERENCES tickets (id),
    owner_id    {{.UUID}} REFERENCES users (id), -- empty: a guest
    kind        TEXT NOT NULL,
    field       TEXT NOT NULL DEFAULT '',
    name        TEXT NOT NULL,
    size        BIGINT NOT NULL,
    sha256      TEXT NOT NULL,
    media_type  TEXT NOT NULL,
    object_key  TEXT NOT NULL UNIQUE,
    uploaded_at {{.Time}} NOT NULL
);
CREATE INDEX attachments_ticket ON attachments (ticket_id, id);
CREATE INDEX attachments_waiting ON attachments (owner_id, uploaded_at);

-- +goose Down
SELECT 1;
