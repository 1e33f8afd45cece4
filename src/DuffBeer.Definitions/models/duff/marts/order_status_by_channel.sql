-- model:        order_status_by_channel
-- grain:        channel, status
-- owner:        sales
-- materialized: table
-- audits:       unique(channel, status), not_null(channel)
-- from: fact_orders(status, channel), dim_status(status)
-- whole: share
-- columns:
--   channel  string         Point of sale channel
--   status   string         Latest status of the orders
--   orders   int64          Orders of the channel in this status
--   units    int64          Units of those
--   value    decimal(18,2)  Value of those
--   share    double         Share of the value of all orders of the channel, 0 to 1
--
-- Orders by status for each channel that has orders; a status without orders has zeros.

WITH counted AS (
    SELECT channel, status, COUNT(*) AS orders, SUM(ccf) AS units, SUM(total_price) AS value
    FROM {{ ref('fact_orders') }}
    GROUP BY channel, status
),
pairs AS (
    SELECT channels.channel, statuses.status
    FROM (SELECT DISTINCT channel FROM counted) AS channels
    CROSS JOIN {{ ref('dim_status') }} AS statuses
)
SELECT
    pairs.channel,
    pairs.status,
    COALESCE(counted.orders, 0) AS orders,
    COALESCE(counted.units, 0) AS units,
    COALESCE(counted.value, 0) AS value,
    {{ ratio(COALESCE(counted.value, 0), SUM(counted.value) OVER (PARTITION BY pairs.channel)) }} AS share
FROM pairs
LEFT JOIN counted ON counted.channel = pairs.channel AND counted.status = pairs.status
