-- +goose Up

-- What was wrong in a record of a proposal and is right since: the newest row is
-- what holds, and the record with the rows before it is what stood there. Rows
-- are only added. A correction cannot change the decision.
CREATE TABLE recommendation_corrections (
    recommendation_id {{.UUID}} NOT NULL,
    kind              TEXT NOT NULL,
    n                 INTEGER NOT NULL, -- from 1
    number            TEXT NOT NULL DEFAULT '',
    date              TEXT NOT NULL,
    note              TEXT NOT NULL DEFAULT '',
    files             {{.JSON}} NOT NULL,
    why               TEXT NOT NULL,
    at                {{.Time}} NOT NULL,
    by_id             {{.UUID}} NOT NULL REFERENCES users (id),
    by_name           TEXT NOT NULL,
    PRIMARY KEY (recommendation_id, kind, n),
    FOREIGN KEY (recommendation_id, kind) REFERENCES recommendation_records (recommendation_id, kind)
);

-- +goose Down
SELECT 1;
