-- model:        category_ship_mode
-- grain:        category, ship_mode
-- owner:        retail
-- materialized: table
-- audits:       unique(category, ship_mode), not_null(category), unknown_ship_mode_never_wins
-- from: fact_retail_lines(category, ship_mode null Unknown)
-- whole: share, is_most_common, is_tie
-- columns:
--   category        string  Category
--   ship_mode       string  How orders were shipped; Unknown where the source has a placeholder or nothing
--   is_known        bool    The source names the ship mode
--   order_lines     int64   Order lines
--   orders          int64   Distinct orders
--   share           double  Share of the category's orders, those of unknown ship mode included, 0 to 1
--   is_most_common  bool    No known ship mode has more orders in the category; Unknown never wins
--   is_tie          bool    Other ship modes have as many orders
--
-- How the orders of each category are shipped.

WITH shipped AS (
    SELECT
        category, ship_mode,
        COUNT(*) AS order_lines,
        COUNT(DISTINCT order_id) AS orders
    FROM {{ ref('fact_retail_lines') }}
    GROUP BY category, ship_mode
),
placed AS (
    SELECT
        category, ship_mode, order_lines, orders,
        ship_mode IS NOT NULL AND RANK() OVER (PARTITION BY category, ship_mode IS NOT NULL ORDER BY orders DESC) = 1 AS is_most_common
    FROM shipped
)
SELECT
    category,
    COALESCE(ship_mode, 'Unknown') AS ship_mode,
    ship_mode IS NOT NULL AS is_known,
    order_lines, orders,
    {{ ratio(orders, SUM(orders) OVER (PARTITION BY category)) }} AS share,
    is_most_common,
    is_most_common AND COUNT(*) FILTER (WHERE is_most_common) OVER (PARTITION BY category) > 1 AS is_tie
FROM placed
