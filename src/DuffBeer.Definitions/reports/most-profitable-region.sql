-- report:     most-profitable-region
-- title:      Most profitable region
-- domain:     retail
-- model:      fact_retail_lines
-- parameters:
--   n         int32   default(100) min(1) max(100)  How many ranks, 1 for the winner only; regions tied for the last one are all included
--   state     string  values(fact_retail_lines.state)  Only orders of this state
--   category  string  values(category_orders.category)  Only this category
--   segment   string  values(segment_sales.segment)  Only this kind of customer
--   from      date    Only orders of this day or later
--   to        date    Only orders of this day or earlier
-- sortable:   region, profit, sales, cost, margin, share, sales_share, orders, order_lines, units, rank
-- order:      rank, region
-- limit:      100
-- show:       region, profit, share, sales, sales_share, cost, margin, rank
-- money:      profit, sales, cost
-- currency:   {retail_currency}
-- percent:    margin, share, sales_share
-- none:       rank
-- labels:
--   share        Share of profit
--   sales_share  Share of sales
-- cache:      until the next snapshot
-- chart:      bar(region, profit)
-- export:     true
-- from: fact_retail_lines(region, state = {state}, category = {category}, segment = {segment}, order_date >= {from}, order_date <= {to})
-- whole: share, sales_share, rank, is_tie
-- columns:
--   region       string         Sales region
--   profit       decimal(18,2)  Sum of (sale price - cost price) * quantity, where sale price = list price * (1 - discount percent / 100)
--   sales        decimal(18,2)  Value after discounts
--   cost         decimal(18,2)  What the units cost
--   margin       double         Profit per sales, as a fraction
--   share        double         Share of the profit of all regions together; negative for a loss, null where they earn nothing
--   sales_share  double         Share of the sales of all regions, 0 to 1
--   orders       int64          Distinct orders
--   order_lines  int64          Order lines
--   units        int64          Units ordered
--   rank         int64          1 for the most profitable region; equal ones share a rank
--   is_tie       bool           Another region has exactly the same profit
--
-- Regions by profit. Sums are exact and rounded to the cent only here.

WITH sold AS (
    SELECT
        region,
        COUNT(*) AS order_lines,
        COUNT(DISTINCT order_id) AS orders,
        SUM(quantity) AS units,
        SUM(sales) AS sales,
        SUM(cost) AS cost,
        SUM(profit) AS profit
    FROM {{ ref('fact_retail_lines') }}
    WHERE ({{ state }} IS NULL OR state = {{ state }})
        AND ({{ category }} IS NULL OR category = {{ category }})
        AND ({{ segment }} IS NULL OR segment = {{ segment }})
        AND ({{ from }} IS NULL OR order_date >= {{ from }})
        AND ({{ to }} IS NULL OR order_date <= {{ to }})
    GROUP BY region
),
ranked AS (
    SELECT
        region, order_lines, orders, units, sales, cost, profit,
        {{ ratio(profit, sales) }} AS margin,
        {{ ratio(profit, SUM(profit) OVER ()) }} AS share,
        {{ ratio(sales, SUM(sales) OVER ()) }} AS sales_share,
        RANK() OVER (ORDER BY profit DESC) AS rank,
        COUNT(*) OVER (PARTITION BY profit) > 1 AS is_tie
    FROM sold
)
SELECT region, profit, sales, cost, margin, share, sales_share, orders, order_lines, units, rank, is_tie
FROM ranked
WHERE rank <= {{ n }}
