-- +goose Up

-- What a step of the SPBE service is for is said by the step, not by its key.
-- phase is the purpose of the last step with one that a request has come to, in
-- the order of its workflow; empty: none yet.
ALTER TABLE tickets ADD COLUMN phase TEXT NOT NULL DEFAULT '';
UPDATE tickets SET phase = CASE step
    WHEN 'kajian' THEN 'study' WHEN 'keputusan-dkisp' THEN 'verdict' WHEN 'komdigi' THEN 'ministry' WHEN 'penyampaian' THEN 'ministry' ELSE '' END
    WHERE service_code = 'rekomendasi-aplikasi';

-- Requests keep the workflow by which they were filed, so its versions learn it too.
{{if eq .Dialect "postgres"}}
UPDATE service_type_versions SET definition = CAST(
    REPLACE(REPLACE(REPLACE(CAST(definition AS TEXT),
        '"key": "kajian"', '"key": "kajian", "purpose": "study"'),
        '"key": "keputusan-dkisp"', '"key": "keputusan-dkisp", "purpose": "verdict"'),
        '"key": "komdigi"', '"key": "komdigi", "purpose": "ministry"') AS jsonb)
    WHERE code = 'rekomendasi-aplikasi';
{{else}}
UPDATE service_type_versions SET definition =
    REPLACE(REPLACE(REPLACE(definition,
        '"key":"kajian"', '"key":"kajian","purpose":"study"'),
        '"key":"keputusan-dkisp"', '"key":"keputusan-dkisp","purpose":"verdict"'),
        '"key":"komdigi"', '"key":"komdigi","purpose":"ministry"')
    WHERE code = 'rekomendasi-aplikasi';
{{end}}

-- +goose Down
SELECT 1;
