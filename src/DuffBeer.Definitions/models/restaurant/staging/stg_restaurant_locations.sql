-- model:        stg_restaurant_locations
-- grain:        one accepted row of restaurant_locations
-- owner:        restaurants
-- materialized: table
-- audits:       unique(run_id, source_offset), not_null(name), accepted(row_role, kept, superseded, duplicate)
-- from: restaurant_locations(id = restaurant_id)
-- columns:
--   restaurant_id  string  Id of the location
--   name           string  Name under which it is shown
--   city           string  City; null where the file has none
--   run_id         string  Run that ingested the row
--   source_offset  int64   Byte offset of the row in its file
--   row_role       string  kept: the location's latest row; duplicate: an equal row came later; superseded: another row came later
--
-- Every accepted row of restaurant_locations, and how it is used. Where a location is sent again, its latest row counts.

WITH sent AS (
    SELECT
        id, name, city, _run, _offset,
        ROW_NUMBER() OVER (PARTITION BY id ORDER BY _run_order DESC, _offset DESC) AS place,
        ROW_NUMBER() OVER (PARTITION BY id, name, city ORDER BY _run_order DESC, _offset DESC) AS occurrence
    FROM {{ source('restaurant_locations') }}
)
SELECT
    id AS restaurant_id, name, city,
    _run AS run_id,
    _offset AS source_offset,
    CASE WHEN place = 1 THEN 'kept' WHEN occurrence > 1 THEN 'duplicate' ELSE 'superseded' END AS row_role
FROM sent
