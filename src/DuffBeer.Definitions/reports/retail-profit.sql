-- report:     retail-profit
-- title:      Sales and profit over time
-- domain:     retail
-- model:      fact_retail_lines
-- parameters:
--   grain     string  default(month) oneOf(month, quarter, year, all)  Length of a period; all: one period from the first day to the last
--   region    string  default(All) values(region_profit.region) also(All, each)  A region; each: one row per region
--   state     string  default(All) values(fact_retail_lines.state) also(All, each)  A state; each: one row per state
--   category  string  default(All) values(category_orders.category) also(All, each)  A category; each: one row per category
--   segment   string  default(All) values(segment_sales.segment) also(All, each)  A kind of customer; each: one row per kind
--   from      date    Only orders of this day or later
--   to        date    Only orders of this day or earlier
-- sortable:   period_start, region, state, category, segment, order_lines, orders, units, sales, cost, profit, margin, share, days,
--             is_complete, compared, previous_orders, orders_change, previous_sales, sales_change, previous_profit, profit_change,
--             previous_margin
-- order:      period_start, region, state, category, segment
-- limit:      1000
-- show:       period_start, region, state, category, segment, orders, sales, profit, margin, sales_change, profit_change, is_complete
-- percent:    margin, share, orders_change, sales_change, profit_change, previous_margin
-- period:     period_start by grain
-- zero:       order_lines, orders, units, sales, cost, profit
-- money:      sales, cost, profit, previous_sales, previous_profit
-- currency:   {retail_currency}
-- days:       days
-- labels:
--   period_start  Period
-- cache:      until the next snapshot
-- chart:      line(period_start, sales, profit)
-- from: fact_retail_lines(order_date in period_start by grain, region unless All, state unless All, category unless All, segment unless
--   All, order_date >= {from}, order_date <= {to}), retail_periods(whole)
-- whole: share, compared, previous_orders, orders_change, previous_sales, sales_change, previous_profit, profit_change, previous_margin
-- columns:
--   grain            string         month, quarter, year or all
--   period_start     date           First day of the period: of all the first day asked for
--   region           string         Sales region; All for all together
--   state            string         State of delivery; All for all together
--   category         string         Category of the products; All for all together
--   segment          string         Kind of customer; All for all together
--   order_lines      int64          Order lines
--   orders           int64          Distinct orders
--   units            int64          Units ordered
--   sales            decimal(18,2)  Value after discounts
--   cost             decimal(18,2)  What the units cost
--   profit           decimal(18,2)  Sales less cost; a loss is negative
--   margin           double         Profit per sales, as a fraction; null without sales
--   share            double         Share of the sales of all rows of the period, 0 to 1
--   days             int64          Days of the period that are counted: within the data, from and to
--   is_complete      bool           They are the whole period
--   compared         string         whole: with the whole period before; part: with the same days of it; null: with nothing
--   previous_orders  int64          Orders of the period before, or of its same days; null where it has none or is not covered
--   orders_change    double         Change of orders from there, as a fraction
--   previous_sales   decimal(18,2)  Sales of the same
--   sales_change     double         Change of sales from there, as a fraction
--   previous_profit  decimal(18,2)  Profit of the same
--   profit_change    double         Change of profit from there, as a fraction; null where that was no profit
--   previous_margin  double         Margin of the same
--
-- Sales and profit per period, with the change from the period before. A period that is not whole is compared with the same days of the
-- period before; with grain=all, the days between from and to with as many days before them. Periods without orders are left out. Sums are
-- exact and rounded to the cent only here.

WITH bounds AS (
    SELECT
        MIN(first_day) AS first_day,
        {{ greatest(MIN(first_day), COALESCE({{ from }}, MIN(first_day))) }} AS from_day,
        {{ least(MIN(as_of), COALESCE({{ to }}, MIN(as_of))) }} AS to_day
    FROM {{ ref('retail_periods') }}
),
asked AS (
    SELECT days.grain, days.period_start, days.period_end, days.previous_start, bounds.first_day, bounds.from_day, bounds.to_day
    FROM {{ ref('retail_periods') }} AS days
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
    JOIN {{ ref('retail_periods') }} AS days ON days.grain = covered.grain AND days.period_start = covered.period_key
    WHERE days.date_day BETWEEN covered.covered_from AND covered.covered_to
    UNION ALL
    SELECT covered.period_start, days.date_day, FALSE AS is_own
    FROM covered
    JOIN {{ ref('retail_periods') }} AS days ON days.grain = covered.grain AND days.period_start = covered.previous_key
    WHERE days.date_day BETWEEN covered.compared_from AND covered.compared_to
        -- A shorter month has no such days, and neither has the time before the data.
        AND covered.compared_from >= covered.first_day AND covered.compared_to < covered.period_start
),
split AS (
    SELECT
        parts.period_start, parts.is_own,
        CASE WHEN by_region.is_split THEN lines.region ELSE 'All' END AS region,
        CASE WHEN by_state.is_split THEN lines.state ELSE 'All' END AS state,
        CASE WHEN by_category.is_split THEN lines.category ELSE 'All' END AS category,
        CASE WHEN by_segment.is_split THEN lines.segment ELSE 'All' END AS segment,
        lines.order_id, lines.quantity, lines.sales, lines.cost, lines.profit
    FROM {{ ref('fact_retail_lines') }} AS lines
    JOIN parts ON parts.date_day = lines.order_date
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS by_region (is_split)
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS by_state (is_split)
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS by_category (is_split)
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS by_segment (is_split)
    WHERE by_region.is_split = ({{ region }} <> 'All')
        AND by_state.is_split = ({{ state }} <> 'All')
        AND by_category.is_split = ({{ category }} <> 'All')
        AND by_segment.is_split = ({{ segment }} <> 'All')
        AND ({{ region }} IN ('All', 'each') OR lines.region = {{ region }})
        AND ({{ state }} IN ('All', 'each') OR lines.state = {{ state }})
        AND ({{ category }} IN ('All', 'each') OR lines.category = {{ category }})
        AND ({{ segment }} IN ('All', 'each') OR lines.segment = {{ segment }})
),
summed AS (
    SELECT
        period_start, region, state, category, segment,
        COUNT(*) FILTER (WHERE is_own) AS order_lines,
        COUNT(DISTINCT CASE WHEN is_own THEN order_id END) AS orders,
        SUM(quantity) FILTER (WHERE is_own) AS units,
        SUM(sales) FILTER (WHERE is_own) AS sales,
        SUM(cost) FILTER (WHERE is_own) AS cost,
        SUM(profit) FILTER (WHERE is_own) AS profit,
        COUNT(DISTINCT CASE WHEN NOT is_own THEN order_id END) AS previous_orders,
        SUM(sales) FILTER (WHERE NOT is_own) AS previous_sales,
        SUM(profit) FILTER (WHERE NOT is_own) AS previous_profit
    FROM split
    GROUP BY period_start, region, state, category, segment
)
SELECT
    covered.grain, covered.period_start, summed.region, summed.state, summed.category, summed.segment,
    summed.order_lines, summed.orders, summed.units, summed.sales, summed.cost, summed.profit,
    {{ ratio(summed.profit, summed.sales) }} AS margin,
    {{ ratio(summed.sales, SUM(summed.sales) OVER (PARTITION BY covered.period_start)) }} AS share,
    {{ days_between(covered.covered_from, covered.covered_to) }} + 1 AS days,
    covered.is_complete,
    CASE WHEN summed.previous_sales IS NULL THEN NULL WHEN covered.is_complete THEN 'whole' ELSE 'part' END AS compared,
    CASE WHEN summed.previous_sales IS NOT NULL THEN summed.previous_orders END AS previous_orders,
    {{ ratio(summed.orders - summed.previous_orders, summed.previous_orders) }} AS orders_change,
    summed.previous_sales,
    {{ ratio(summed.sales - summed.previous_sales, summed.previous_sales) }} AS sales_change,
    summed.previous_profit,
    CASE WHEN summed.previous_profit > 0
        THEN {{ ratio(summed.profit - summed.previous_profit, summed.previous_profit) }} END AS profit_change,
    {{ ratio(summed.previous_profit, summed.previous_sales) }} AS previous_margin
FROM summed
JOIN covered ON covered.period_start = summed.period_start
WHERE summed.order_lines > 0
