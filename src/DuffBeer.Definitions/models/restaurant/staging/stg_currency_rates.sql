-- model:        stg_currency_rates
-- grain:        one accepted row of currency_rates
-- owner:        restaurants
-- materialized: table
-- audits:       unique(run_id, source_offset), not_null(rate), accepted(row_role, kept, superseded, duplicate)
-- from: currency_rates(currency)
-- columns:
--   currency       string         Currency
--   valid_from     date           First day of the rate
--   valid_until    date           Day before the currency's next rate; null for the last one
--   rate           decimal(18,8)  Price of one unit in the reporting currency
--   run_id         string         Run that ingested the row
--   source_offset  int64          Byte offset of the row in its file
--   row_role       string         kept: the latest row of the currency and day; duplicate: an equal row came later; superseded: another did
--
-- Every accepted row of currency_rates, and how it is used. A rate is valid until the currency's next one.

WITH sent AS (
    SELECT
        currency, day, rate, _run, _offset,
        ROW_NUMBER() OVER (PARTITION BY currency, day ORDER BY _run_order DESC, _offset DESC) AS place,
        ROW_NUMBER() OVER (PARTITION BY currency, day, rate ORDER BY _run_order DESC, _offset DESC) AS occurrence
    FROM {{ source('currency_rates') }}
)
SELECT
    currency,
    day AS valid_from,
    DATE_ADD('day', -1, LEAD(day) OVER (PARTITION BY currency, place ORDER BY day)) AS valid_until,
    rate,
    _run AS run_id,
    _offset AS source_offset,
    CASE WHEN place = 1 THEN 'kept' WHEN occurrence > 1 THEN 'duplicate' ELSE 'superseded' END AS row_role
FROM sent
