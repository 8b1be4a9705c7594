-- +goose Up

-- As what the author of a disposition stood in (plt, plh); empty: for nobody.
ALTER TABLE dispositions ADD COLUMN on_behalf_of_kind TEXT NOT NULL DEFAULT '';

-- +goose Down
SELECT 1;
