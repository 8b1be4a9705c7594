-- +goose Up

-- Through which API key somebody acted; empty: through none.
ALTER TABLE events ADD COLUMN api_key TEXT NOT NULL DEFAULT '';

CREATE INDEX events_at ON events (at, id);
CREATE INDEX events_request ON events (request_id);

-- The records that wait for their place in the chain. A trigger fills it, so
-- that a record costs its change no further statement, and so that none is
-- missed, whatever order changes commit in.
CREATE TABLE unsealed_events (
    event_id {{.UUID}} PRIMARY KEY
);

-- The chain: each link is a hash over its record and the link before.
CREATE TABLE event_seals (
    position BIGINT PRIMARY KEY,
    event_id {{.UUID}} NOT NULL UNIQUE,
    hash     TEXT NOT NULL
);

INSERT INTO unsealed_events (event_id) SELECT id FROM events;

-- The record is append-only.
{{if eq .Dialect "postgres"}}
-- +goose StatementBegin
CREATE FUNCTION events_wait_for_seal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO unsealed_events (event_id) VALUES (NEW.id);
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER events_wait AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION events_wait_for_seal();

-- +goose StatementBegin
CREATE FUNCTION events_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the record is append-only: % of % is refused', TG_OP, TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;
-- +goose StatementEnd
CREATE TRIGGER events_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION events_are_kept();
CREATE TRIGGER event_seals_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON event_seals FOR EACH STATEMENT EXECUTE FUNCTION events_are_kept();
{{else}}
-- +goose StatementBegin
CREATE TRIGGER events_wait AFTER INSERT ON events BEGIN
    INSERT INTO unsealed_events (event_id) VALUES (NEW.id);
END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_kept_changed BEFORE UPDATE ON events BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER events_kept_deleted BEFORE DELETE ON events BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_seals_kept_changed BEFORE UPDATE ON event_seals BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER event_seals_kept_deleted BEFORE DELETE ON event_seals BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
-- +goose StatementEnd
{{end}}
-- +goose Down
SELECT 1;
