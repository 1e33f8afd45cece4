-- report:     shipping-method-by-category
-- title:      Most common shipping method by category
-- domain:     retail
-- model:      fact_retail_lines
-- parameters:
--   category  string  values(category_orders.category)  Only this category
--   show      string  default(most_common) oneOf(most_common, all)  Only the most common ship modes, or all including Unknown
--   region    string  values(region_profit.region)  Only orders of this region
--   state     string  values(fact_retail_lines.state)  Only orders of this state
--   segment   string  values(segment_sales.segment)  Only this kind of customer
--   from      date    Only orders of this day or later
--   to        date    Only orders of this day or earlier
-- sortable:   category, ship_mode, orders, order_lines, share
-- order:      category, is_most_common desc, orders desc, ship_mode
-- limit:      1000
-- show:       category, ship_mode, orders, order_lines, share, is_tie
-- percent:    share
-- labels:
--   share  Share of orders
-- cache:      until the next snapshot
-- chart:      stacked(category, ship_mode, orders)
-- export:     true
-- from: fact_retail_lines(category, ship_mode null Unknown, region = {region}, state = {state}, segment = {segment}, order_date >=
--   {from}, order_date <= {to})
-- whole: share, is_most_common, is_tie, unknown_orders
-- columns:
--   category         string  Category
--   ship_mode        string  How orders were shipped; Unknown where the source does not say
--   orders           int64   Distinct orders
--   order_lines      int64   Order lines
--   share            double  Share of the category's orders, those of unknown ship mode included, 0 to 1
--   is_most_common   bool    No known ship mode has more orders in the category
--   is_tie           bool    Several ship modes tie; each has its row
--   unknown_orders   int64   Orders of the category with an unknown ship mode
--
-- The most common ship mode of each category. On a tie, all of them are listed and flagged. A category without any known ship mode
-- has no winner: only show=all lists it.

WITH shipped AS (
    SELECT
        category, ship_mode,
        COUNT(*) AS order_lines,
        COUNT(DISTINCT order_id) AS orders
    FROM {{ ref('fact_retail_lines') }}
    WHERE ({{ category }} IS NULL OR category = {{ category }})
        AND ({{ region }} IS NULL OR region = {{ region }})
        AND ({{ state }} IS NULL OR state = {{ state }})
        AND ({{ segment }} IS NULL OR segment = {{ segment }})
        AND ({{ from }} IS NULL OR order_date >= {{ from }})
        AND ({{ to }} IS NULL OR order_date <= {{ to }})
    GROUP BY category, ship_mode
),
placed AS (
    SELECT
        category, ship_mode, order_lines, orders,
        ship_mode IS NOT NULL AND RANK() OVER (PARTITION BY category, ship_mode IS NOT NULL ORDER BY orders DESC) = 1 AS is_most_common,
        COALESCE(SUM(orders) FILTER (WHERE ship_mode IS NULL) OVER (PARTITION BY category), 0) AS unknown_orders
    FROM shipped
),
modes AS (
    SELECT
        category,
        COALESCE(ship_mode, 'Unknown') AS ship_mode,
        orders, order_lines,
        {{ ratio(orders, SUM(orders) OVER (PARTITION BY category)) }} AS share,
        is_most_common,
        is_most_common AND COUNT(*) FILTER (WHERE is_most_common) OVER (PARTITION BY category) > 1 AS is_tie,
        unknown_orders
    FROM placed
)
SELECT category, ship_mode, orders, order_lines, share, is_most_common, is_tie, unknown_orders
FROM modes
WHERE is_most_common OR {{ show }} = 'all'
