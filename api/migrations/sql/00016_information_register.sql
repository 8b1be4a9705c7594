-- +goose Up

-- What the PPID writes of the applicant and their wish, in place of what the
-- request says; NULL: as the request says.
ALTER TABLE information_entries ADD COLUMN address TEXT;
ALTER TABLE information_entries ADD COLUMN occupation TEXT;
ALTER TABLE information_entries ADD COLUMN information TEXT;
ALTER TABLE information_entries ADD COLUMN purpose TEXT;

-- The date (YYYY-MM-DD) on which the applicant says that they found the reason
-- of an objection; empty: when it arose (found_at).
ALTER TABLE information_objections ADD COLUMN found_on TEXT NOT NULL DEFAULT '';

-- +goose Down
SELECT 1;
