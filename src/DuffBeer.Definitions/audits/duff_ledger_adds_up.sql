-- audit: duff_ledger_adds_up
--
-- For every run, accepted = kept + superseded + duplicates + filtered.

SELECT run_id, accepted, kept, superseded, duplicates, filtered
FROM {{ ref('stg_duff_ledger') }}
WHERE accepted <> kept + superseded + duplicates + filtered
