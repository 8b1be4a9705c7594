-- +goose Up

-- Agencies form a tree (the bureaus of a secretariat), and have an end: closed,
-- or merged into another. A closed one keeps its name and what was done under it.
ALTER TABLE organisations ADD COLUMN parent_id {{.UUID}} REFERENCES organisations (id);
ALTER TABLE organisations ADD COLUMN closed_at {{.Time}};
ALTER TABLE organisations ADD COLUMN merged_into {{.UUID}} REFERENCES organisations (id);
CREATE INDEX organisations_parent ON organisations (parent_id);

-- The names that an agency had before, so that it is still found by them.
CREATE TABLE organisation_names (
    id              {{.UUID}} PRIMARY KEY,
    organisation_id {{.UUID}} NOT NULL REFERENCES organisations (id),
    name            TEXT NOT NULL,
    short_name      TEXT NOT NULL DEFAULT '',
    until           {{.Time}} NOT NULL -- when the next name began
);
CREATE INDEX organisation_names_of ON organisation_names (organisation_id, until);

-- The units of the office end likewise.
ALTER TABLE units ADD COLUMN version BIGINT NOT NULL DEFAULT 1;
ALTER TABLE units ADD COLUMN closed_at {{.Time}};

-- The name that the agency had on the day of the request: it stands on its papers.
ALTER TABLE tickets ADD COLUMN agency_name TEXT NOT NULL DEFAULT '';
UPDATE tickets SET agency_name = (SELECT o.name FROM organisations o WHERE o.id = tickets.organisation_id)
    WHERE organisation_id IS NOT NULL;

-- +goose Down
SELECT 1;
