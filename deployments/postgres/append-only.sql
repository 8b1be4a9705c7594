-- Takes from the application's role what would let it change or delete the record of what happened. Run it as the
-- superuser, in the database of E-Layanan, after the application has made its tables (its first start, or
-- `elayanan migrate`), and again after every upgrade that brings migrations:
--
--   psql --dbname elayanan --file deployments/postgres/append-only.sql
--
-- The tables of the record then belong to a role that nobody signs in with; the application may read them and add to
-- them, and nothing else: it can neither change a record nor take the triggers off that refuse it. Before an upgrade
-- whose migrations touch these tables, give them back with `ALTER TABLE events OWNER TO elayanan` (and event_seals).
BEGIN;

DO $$
BEGIN
    IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'elayanan_record') THEN
        CREATE ROLE elayanan_record NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION;
    END IF;
END $$;

GRANT USAGE ON SCHEMA public TO elayanan_record;
ALTER TABLE events OWNER TO elayanan_record;
ALTER TABLE event_seals OWNER TO elayanan_record;
ALTER FUNCTION events_are_kept() OWNER TO elayanan_record;
REVOKE ALL ON events, event_seals FROM PUBLIC, elayanan;
GRANT SELECT, INSERT ON events, event_seals TO elayanan;

COMMIT;
