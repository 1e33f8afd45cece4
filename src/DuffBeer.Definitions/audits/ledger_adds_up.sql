-- audit: ledger_adds_up
--
-- For every run, accepted = kept + superseded + duplicates + filtered.

SELECT run_id, accepted, kept, superseded, duplicates, filtered
FROM {{ this }}
WHERE accepted <> kept + superseded + duplicates + filtered
