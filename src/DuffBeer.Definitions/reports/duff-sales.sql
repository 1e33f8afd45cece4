-- report:     duff-sales
-- title:      Sales over time
-- domain:     duff
-- model:      duff_daily_sales
-- parameters:
--   grain      string  default(week) oneOf(day, week, month, all)  Length of a period; all: one period from the first day to the last
--   channel    string  default(All) values(dim_channels.channel) also(All, each)  A channel; each: one row per channel
--   product    string  default(All) values(dim_products.product_id, description) also(All, each)  A product; each: one row per product
--   client_id  int64   values(dim_clients.client_id, client_name)  Only orders of this client
--   from       date    Only orders processed on this day or later
--   to         date    Only orders processed on this day or earlier
-- sortable:   period_start, channel, product_id, description, orders, units, litres, gross_sales, broken_orders, broken_value,
--             broken_rate, net_sales, days, is_complete, compared, previous_orders, orders_change, previous_gross_sales, gross_change,
--             previous_net_sales, change, previous_broken_rate
-- order:      period_start, channel, product_id
-- limit:      1000
-- show:       period_start, channel, product_id, orders, gross_sales, broken_value, net_sales, broken_rate, change, is_complete
-- percent:    broken_rate, orders_change, gross_change, change, previous_broken_rate
-- period:     period_start by grain
-- zero:       orders, units, litres, gross_sales, broken_orders, broken_value, net_sales
-- money:      gross_sales, broken_value, net_sales, previous_gross_sales, previous_net_sales
-- currency:   {duff_currency}
-- litres:     litres
-- days:       days
-- labels:
--   period_start  Period
-- cache:      until the next snapshot
-- chart:      line(period_start, net_sales)
-- from: duff_daily_sales(pa_date in period_start by grain, channel unless All, product_id unless null, pa_date >= {from}, pa_date <=
--     {to}) if no client_id,
--   fact_orders(client_id = {client_id}, pa_date in period_start by grain, channel unless All, product_id unless null, pa_date >= {from},
--     pa_date <= {to}) if client_id,
--   dim_products(product_id) for description lookup, duff_periods(whole)
-- whole: compared, previous_orders, orders_change, previous_gross_sales, gross_change, previous_net_sales, change, previous_broken_rate
-- columns:
--   grain                 string         day, week (ISO), month or all
--   period_start          date           First day of the period: of a week its Monday, of all the first day asked for
--   channel               string         Point of sale channel; All for all together
--   product_id            int64          Id of the product; null for all together
--   description           string         Latest name of the product; All for all together
--   orders                int64          Orders, broken ones included
--   units                 int64          Units ordered, broken orders included
--   litres                decimal(18,3)  Litres ordered, broken orders included
--   gross_sales           decimal(18,2)  Value of all orders
--   broken_orders         int64          Orders that broke on the way
--   broken_value          decimal(18,2)  Value of those
--   broken_rate           double         Broken orders per order, 0 to 1
--   net_sales             decimal(18,2)  Gross sales without broken orders
--   days                  int64          Days of the period that are counted: within the data, from and to
--   is_complete           bool           They are the whole period
--   compared              string         whole: with the whole period before; part: with the same days of it; null: with nothing
--   previous_orders       int64          Orders of the period before, or of its same days; null where it has none or is not covered
--   orders_change         double         Change of orders from there, as a fraction
--   previous_gross_sales  decimal(18,2)  Gross sales of the same
--   gross_change          double         Change of gross sales from there, as a fraction
--   previous_net_sales    decimal(18,2)  Net sales of the same
--   change                double         Change of net sales from there, as a fraction
--   previous_broken_rate  double         Broken rate of the same
--
-- Sales per period, with the change from the period before. A day is the processing date of the file that brought an order's latest
-- state, because the source has no order date. A period that is not whole is compared with the same days of the period before;
-- with grain=all, the days between from and to with as many days before them. Periods without orders are left out.

WITH bounds AS (
    SELECT
        MIN(first_day) AS first_day,
        {{ greatest(MIN(first_day), COALESCE({{ from }}, MIN(first_day))) }} AS from_day,
        {{ least(MIN(as_of), COALESCE({{ to }}, MIN(as_of))) }} AS to_day
    FROM {{ ref('duff_periods') }}
),
asked AS (
    SELECT days.grain, days.period_start, days.period_end, days.previous_start, bounds.first_day, bounds.from_day, bounds.to_day
    FROM {{ ref('duff_periods') }} AS days
    CROSS JOIN bounds
    WHERE days.grain = {{ grain }} AND days.date_day BETWEEN bounds.from_day AND bounds.to_day
    GROUP BY days.grain, days.period_start, days.period_end, days.previous_start, bounds.first_day, bounds.from_day, bounds.to_day
),
periods AS (
    SELECT
        grain, first_day,
        period_start AS period_key,
        previous_start AS previous_key,
        CASE WHEN grain = 'all' THEN from_day ELSE period_start END AS period_start,
        CASE WHEN grain = 'all' THEN to_day ELSE period_end END AS period_end,
        CASE WHEN grain = 'all'
            THEN DATE_ADD('day', CAST({{ days_between(to_day, from_day) }} - 1 AS INTEGER), from_day)
            ELSE previous_start END AS previous_start,
        {{ greatest(from_day, CASE WHEN grain = 'all' THEN from_day ELSE period_start END) }} AS covered_from,
        {{ least(to_day, CASE WHEN grain = 'all' THEN to_day ELSE period_end END) }} AS covered_to
    FROM asked
),
covered AS (
    SELECT
        grain, first_day, period_key, previous_key, period_start, covered_from, covered_to,
        covered_from = period_start AND covered_to = period_end AS is_complete,
        DATE_ADD('day', CAST({{ days_between(period_start, covered_from) }} AS INTEGER), previous_start) AS compared_from,
        CASE WHEN covered_from = period_start AND covered_to = period_end
            THEN DATE_ADD('day', -1, period_start)
            ELSE DATE_ADD('day', CAST({{ days_between(period_start, covered_to) }} AS INTEGER), previous_start)
        END AS compared_to
    FROM periods
),
parts AS (
    SELECT covered.period_start, days.date_day, TRUE AS is_own
    FROM covered
    JOIN {{ ref('duff_periods') }} AS days ON days.grain = covered.grain AND days.period_start = covered.period_key
    WHERE days.date_day BETWEEN covered.covered_from AND covered.covered_to
    UNION ALL
    SELECT covered.period_start, days.date_day, FALSE AS is_own
    FROM covered
    JOIN {{ ref('duff_periods') }} AS days ON days.grain = covered.grain AND days.period_start = covered.previous_key
    WHERE days.date_day BETWEEN covered.compared_from AND covered.compared_to
        -- A shorter month has no such days, and neither has the time before the data.
        AND covered.compared_from >= covered.first_day AND covered.compared_to < covered.period_start
),
sold AS (
    SELECT pa_date, channel, product_id, status, orders, units, litres, value
    FROM {{ ref('duff_daily_sales') }}
    WHERE {{ client_id }} IS NULL
    UNION ALL
    SELECT pa_date, channel, product_id, status, 1 AS orders, ccf AS units, total_volume AS litres, total_price AS value
    FROM {{ ref('fact_orders') }}
    WHERE client_id = {{ client_id }}
),
split AS (
    SELECT
        parts.period_start, parts.is_own,
        CASE WHEN splits.by_channel THEN sold.channel ELSE 'All' END AS channel,
        CASE WHEN splits.by_product THEN sold.product_id END AS product_id,
        sold.status, sold.orders, sold.units, sold.litres, sold.value
    FROM sold
    JOIN parts ON parts.date_day = sold.pa_date
    CROSS JOIN (VALUES (TRUE, TRUE), (TRUE, FALSE), (FALSE, TRUE), (FALSE, FALSE)) AS splits (by_channel, by_product)
    WHERE splits.by_channel = ({{ channel }} <> 'All')
        AND splits.by_product = ({{ product }} <> 'All')
        AND ({{ channel }} IN ('All', 'each') OR sold.channel = {{ channel }})
        AND ({{ product }} IN ('All', 'each') OR CAST(sold.product_id AS VARCHAR) = {{ product }})
),
summed AS (
    SELECT
        period_start, channel, product_id,
        SUM(orders) FILTER (WHERE is_own) AS orders,
        SUM(units) FILTER (WHERE is_own) AS units,
        SUM(litres) FILTER (WHERE is_own) AS litres,
        SUM(value) FILTER (WHERE is_own) AS gross_sales,
        COALESCE(SUM(orders) FILTER (WHERE is_own AND status = 'broken'), 0) AS broken_orders,
        COALESCE(SUM(value) FILTER (WHERE is_own AND status = 'broken'), 0) AS broken_value,
        SUM(orders) FILTER (WHERE NOT is_own) AS previous_orders,
        SUM(value) FILTER (WHERE NOT is_own) AS previous_gross_sales,
        COALESCE(SUM(orders) FILTER (WHERE NOT is_own AND status = 'broken'), 0) AS previous_broken_orders,
        COALESCE(SUM(value) FILTER (WHERE NOT is_own AND status = 'broken'), 0) AS previous_broken_value
    FROM split
    GROUP BY period_start, channel, product_id
)
SELECT
    covered.grain, covered.period_start, summed.channel, summed.product_id,
    CASE WHEN summed.product_id IS NULL THEN 'All' ELSE products.description END AS description,
    summed.orders, summed.units, summed.litres, summed.gross_sales, summed.broken_orders, summed.broken_value,
    {{ ratio(summed.broken_orders, summed.orders) }} AS broken_rate,
    summed.gross_sales - summed.broken_value AS net_sales,
    {{ days_between(covered.covered_from, covered.covered_to) }} + 1 AS days,
    covered.is_complete,
    CASE WHEN summed.previous_orders IS NULL THEN NULL WHEN covered.is_complete THEN 'whole' ELSE 'part' END AS compared,
    summed.previous_orders,
    {{ ratio(summed.orders - summed.previous_orders, summed.previous_orders) }} AS orders_change,
    summed.previous_gross_sales,
    {{ ratio(summed.gross_sales - summed.previous_gross_sales, summed.previous_gross_sales) }} AS gross_change,
    summed.previous_gross_sales - summed.previous_broken_value AS previous_net_sales,
    {{ ratio(
        summed.gross_sales - summed.broken_value - (summed.previous_gross_sales - summed.previous_broken_value),
        summed.previous_gross_sales - summed.previous_broken_value) }} AS change,
    {{ ratio(summed.previous_broken_orders, summed.previous_orders) }} AS previous_broken_rate
FROM summed
JOIN covered ON covered.period_start = summed.period_start
LEFT JOIN {{ ref('dim_products') }} AS products ON products.product_id = summed.product_id
WHERE summed.orders IS NOT NULL
