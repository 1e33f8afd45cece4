-- report:     segment-sales
-- title:      Sales by kind of customer
-- domain:     retail
-- model:      fact_retail_lines
-- parameters:
--   segment   string  values(segment_sales.segment)  Only this kind of customer
--   region    string  values(region_profit.region)  Only orders of this region
--   state     string  values(fact_retail_lines.state)  Only orders of this state
--   category  string  values(category_orders.category)  Only this category
--   from      date    Only orders of this day or later
--   to        date    Only orders of this day or earlier
-- sortable:   segment, order_lines, orders, units, sales, cost, profit, margin, avg_order_value, share, rank
-- order:      rank, segment
-- limit:      100
-- show:       segment, orders, units, sales, profit, margin, share, rank
-- money:      sales, cost, profit, avg_order_value
-- currency:   {retail_currency}
-- percent:    margin, share
-- none:       rank
-- labels:
--   share  Share of sales
-- cache:      until the next snapshot
-- chart:      bar(segment, sales, profit)
-- from: fact_retail_lines(segment, region = {region}, state = {state}, category = {category}, order_date >= {from}, order_date <= {to})
-- whole: share, rank
-- columns:
--   segment          string         Kind of customer
--   order_lines      int64          Order lines
--   orders           int64          Distinct orders
--   units            int64          Units ordered
--   sales            decimal(18,2)  Value after discounts
--   cost             decimal(18,2)  What the units cost
--   profit           decimal(18,2)  Sales less cost
--   margin           double         Profit per sales, as a fraction
--   avg_order_value  decimal(18,2)  Sales per distinct order
--   share            double         Share of the sales of all segments, 0 to 1
--   rank             int64          1 for the most sales; equal ones share a rank
--
-- Sales and profit by kind of customer.

WITH sold AS (
    SELECT
        segment,
        COUNT(*) AS order_lines,
        COUNT(DISTINCT order_id) AS orders,
        SUM(quantity) AS units,
        SUM(sales) AS sales,
        SUM(cost) AS cost,
        SUM(profit) AS profit
    FROM {{ ref('fact_retail_lines') }}
    WHERE ({{ region }} IS NULL OR region = {{ region }})
        AND ({{ state }} IS NULL OR state = {{ state }})
        AND ({{ category }} IS NULL OR category = {{ category }})
        AND ({{ from }} IS NULL OR order_date >= {{ from }})
        AND ({{ to }} IS NULL OR order_date <= {{ to }})
    GROUP BY segment
),
ranked AS (
    SELECT
        segment, order_lines, orders, units, sales, cost, profit,
        {{ ratio(profit, sales) }} AS margin,
        {{ ratio(sales, orders) }} AS avg_order_value,
        {{ ratio(sales, SUM(sales) OVER ()) }} AS share,
        RANK() OVER (ORDER BY sales DESC) AS rank
    FROM sold
)
SELECT segment, order_lines, orders, units, sales, cost, profit, margin, avg_order_value, share, rank
FROM ranked
WHERE {{ segment }} IS NULL OR segment = {{ segment }}
