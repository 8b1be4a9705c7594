-- +goose Up

-- A version is in effect from an instant on, until a later one is; a draft has
-- none. Which one is current is asked of the clock, not kept in a second place.
ALTER TABLE service_type_versions ADD COLUMN effective_from {{.Time}};
ALTER TABLE service_type_versions ADD COLUMN note TEXT NOT NULL DEFAULT '';
UPDATE service_type_versions SET effective_from = published_at;
CREATE INDEX service_type_versions_effect ON service_type_versions (code, effective_from, number);
ALTER TABLE service_types DROP COLUMN published;

-- +goose Down
SELECT 1;
