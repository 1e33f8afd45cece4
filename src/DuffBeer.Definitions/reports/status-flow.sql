-- report:     status-flow
-- title:      Orders by status over time
-- domain:     duff
-- model:      duff_daily_sales
-- parameters:
--   grain    string  default(week) oneOf(day, week, month, all)  Length of a period; all: one period from the first day to the last
--   channel  string  default(All) values(dim_channels.channel) also(All, each)  A channel; each: one row per channel
--   product  string  default(All) values(dim_products.product_id, description) also(All)  Id of a product; All for all together
--   from     date    Only orders processed on this day or later
--   to       date    Only orders processed on this day or earlier
-- sortable:   period_start, channel, status, orders, units, value, share
-- order:      period_start, channel, status
-- limit:      1000
-- show:       period_start, channel, status, orders, units, value, share
-- percent:    share
-- period:     period_start by grain
-- zero:       orders, units, value
-- money:      value
-- currency:   {duff_currency}
-- labels:
--   period_start  Period
-- cache:      until the next snapshot
-- chart:      stacked(period_start, status, orders)
-- from: duff_daily_sales(status, pa_date in period_start by grain, channel unless All, product_id = {product}, pa_date >= {from}, pa_date
--   <= {to}), dim_status(status), duff_periods(whole)
-- whole: share
-- columns:
--   grain         string         day, week (ISO), month or all
--   period_start  date           First day of the period: of a week its Monday, of all the first day of the data
--   channel       string         Point of sale channel; All for all together
--   status        string         Latest status of the orders
--   orders        int64          Orders in it
--   units         int64          Units of those
--   value         decimal(18,2)  Value of those
--   share         double         Share of the value of all orders of the period and channel, 0 to 1
--   is_complete   bool           The data, from and to cover the whole period
--
-- The latest status of the orders of each period. A day is the processing date of the file that brought that status. Every period with
-- orders lists each status; one without orders has zeros.

WITH sold AS (
    SELECT
        days.grain, days.period_start, days.period_end, days.first_day, days.as_of,
        CASE WHEN splits.by_channel THEN sales.channel ELSE 'All' END AS channel,
        sales.status, sales.orders, sales.units, sales.value
    FROM {{ ref('duff_daily_sales') }} AS sales
    JOIN {{ ref('duff_periods') }} AS days ON days.date_day = sales.pa_date
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS splits (by_channel)
    WHERE days.grain = {{ grain }}
        AND splits.by_channel = ({{ channel }} <> 'All')
        AND ({{ channel }} IN ('All', 'each') OR sales.channel = {{ channel }})
        AND ({{ product }} = 'All' OR CAST(sales.product_id AS VARCHAR) = {{ product }})
        AND ({{ from }} IS NULL OR sales.pa_date >= {{ from }})
        AND ({{ to }} IS NULL OR sales.pa_date <= {{ to }})
),
counted AS (
    SELECT grain, period_start, channel, status, SUM(orders) AS orders, SUM(units) AS units, SUM(value) AS value
    FROM sold
    GROUP BY grain, period_start, channel, status
),
series AS (
    SELECT
        periods.grain, periods.period_start, periods.channel, statuses.status,
        {{ greatest(periods.first_day, COALESCE({{ from }}, periods.first_day)) }} <= periods.period_start
            AND {{ least(periods.as_of, COALESCE({{ to }}, periods.as_of)) }} >= periods.period_end AS is_complete
    FROM (SELECT DISTINCT grain, period_start, period_end, first_day, as_of, channel FROM sold) AS periods
    CROSS JOIN {{ ref('dim_status') }} AS statuses
)
SELECT
    series.grain, series.period_start, series.channel, series.status,
    COALESCE(counted.orders, 0) AS orders,
    COALESCE(counted.units, 0) AS units,
    COALESCE(counted.value, 0) AS value,
    {{ ratio(
        COALESCE(counted.value, 0),
        SUM(counted.value) OVER (PARTITION BY series.period_start, series.channel)) }} AS share,
    series.is_complete
FROM series
LEFT JOIN counted
    ON counted.period_start = series.period_start AND counted.channel = series.channel AND counted.status = series.status
