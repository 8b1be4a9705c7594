-- +goose Up

-- What an agency submitted, whole and for good: a row is added by every
-- submission, and none is changed. content has the answers by point and the
-- risks as they were then; forms says which forms they were checked by;
-- documents are the papers that were drawn, by kind, with their files.
CREATE TABLE recommendation_submissions (
    recommendation_id {{.UUID}} NOT NULL REFERENCES recommendations (id),
    n                 INTEGER NOT NULL,
    at                {{.Time}} NOT NULL,
    by_id             {{.UUID}} NOT NULL REFERENCES users (id),
    by_name           TEXT NOT NULL,
    forms             TEXT NOT NULL,
    content           {{.JSON}} NOT NULL,
    documents         {{.JSON}} NOT NULL,
    PRIMARY KEY (recommendation_id, n)
);

-- What the office says of one point (or of a risk, as risk-<id>) of one
-- submission, and what the agency answers to it.
CREATE TABLE recommendation_reviews (
    recommendation_id {{.UUID}} NOT NULL,
    n                 INTEGER NOT NULL,
    key               TEXT NOT NULL,
    mark              TEXT NOT NULL,
    checklist         {{.JSON}} NOT NULL,
    comment           TEXT NOT NULL DEFAULT '',
    version           BIGINT NOT NULL DEFAULT 1,
    at                {{.Time}} NOT NULL,
    by_id             {{.UUID}} NOT NULL REFERENCES users (id),
    by_name           TEXT NOT NULL,
    reply             TEXT NOT NULL DEFAULT '',
    reply_version     BIGINT NOT NULL DEFAULT 0,
    replied_at        {{.Time}},
    replied_by_id     {{.UUID}} REFERENCES users (id),
    replied_by_name   TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (recommendation_id, n, key),
    FOREIGN KEY (recommendation_id, n) REFERENCES recommendation_submissions (recommendation_id, n)
);

-- The office's technical study (kajian), as it was typed.
CREATE TABLE recommendation_studies (
    recommendation_id {{.UUID}} PRIMARY KEY REFERENCES recommendations (id),
    answers           {{.JSON}} NOT NULL,
    complete          BOOLEAN NOT NULL DEFAULT FALSE,
    version           BIGINT NOT NULL DEFAULT 1,
    saved_at          {{.Time}} NOT NULL,
    saved_by_id       {{.UUID}} NOT NULL REFERENCES users (id),
    saved_by_name     TEXT NOT NULL,
    document          {{.JSON}} -- the paper that was drawn with the verdict; none before
);

-- The records of a proposal, at most one of each kind: the office's verdict, the
-- letter to the ministry, the ministry's consideration, the adjustment of the
-- agency's budget after a refusal (R4, R6). Dates are YYYY-MM-DD.
CREATE TABLE recommendation_records (
    recommendation_id {{.UUID}} NOT NULL REFERENCES recommendations (id),
    kind              TEXT NOT NULL,
    decision          TEXT NOT NULL DEFAULT '',
    number            TEXT NOT NULL DEFAULT '',
    date              TEXT NOT NULL,
    note              TEXT NOT NULL DEFAULT '',
    files             {{.JSON}} NOT NULL,
    at                {{.Time}} NOT NULL,
    by_id             {{.UUID}} NOT NULL REFERENCES users (id),
    by_name           TEXT NOT NULL,
    PRIMARY KEY (recommendation_id, kind)
);

-- What an agency reports of the development after approval; rows are only added.
CREATE TABLE recommendation_milestones (
    id                {{.UUID}} PRIMARY KEY,
    recommendation_id {{.UUID}} NOT NULL REFERENCES recommendations (id),
    kind              TEXT NOT NULL,
    date              TEXT NOT NULL,
    note              TEXT NOT NULL DEFAULT '',
    files             {{.JSON}} NOT NULL,
    at                {{.Time}} NOT NULL,
    by_id             {{.UUID}} NOT NULL REFERENCES users (id),
    by_name           TEXT NOT NULL
);
CREATE INDEX recommendation_milestones_of ON recommendation_milestones (recommendation_id, date, id);

-- +goose Down
SELECT 1;
