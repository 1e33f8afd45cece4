-- report:     loss-makers
-- title:      Products that lose money
-- domain:     retail
-- model:      fact_retail_lines
-- parameters:
--   level     string  default(product) oneOf(product, sub_category)  Products, or whole sub-categories
--   category  string  values(category_orders.category)  Only this category
--   region    string  values(region_profit.region)  Only orders of this region
--   state     string  values(fact_retail_lines.state)  Only orders of this state
--   segment   string  values(segment_sales.segment)  Only this kind of customer
--   from      date    Only orders of this day or later
--   to        date    Only orders of this day or earlier
-- sortable:   category, sub_category, product_id, order_lines, units, sales, cost, profit, margin, discount, break_even_discount, rank
-- order:      rank, category, sub_category, product_id
-- limit:      100
-- show:       sub_category, product_id, order_lines, sales, cost, profit, margin, discount, rank
-- money:      list_value, sales, cost, profit
-- currency:   {retail_currency}
-- percent:    margin, discount, break_even_discount
-- none:       rank
-- cache:      until the next snapshot
-- chart:      bar(product_id, profit)
-- from: fact_retail_lines(category, sub_category, product_id unless null, region = {region}, state = {state}, segment = {segment},
--   order_date >= {from}, order_date <= {to})
-- whole: rank
-- columns:
--   category             string         Category
--   sub_category         string         Sub-category
--   product_id           string         Id of the product; null for a sub-category
--   order_lines          int64          Order lines
--   units                int64          Units ordered
--   list_value           decimal(18,2)  Value of the units without a discount
--   sales                decimal(18,2)  Their sales
--   cost                 decimal(18,2)  What they cost
--   profit               decimal(18,2)  Sales less cost
--   margin               double         Profit per sales, as a fraction
--   discount             double         Discount given on the list value, as a fraction
--   break_even_discount  double         Discount at which profit would be zero, as a fraction; null where even the list price loses money
--   loses_at_list_price  bool           The units cost more than their list value
--   rank                 int64          1 for the greatest loss; equal ones share a rank
--
-- The greatest losses, and the discount at which each would have broken even.

WITH sold AS (
    SELECT
        levels.level, lines.category, lines.sub_category,
        CASE WHEN levels.level = 'product' THEN lines.product_id END AS product_id,
        COUNT(*) AS order_lines,
        SUM(lines.quantity) AS units,
        SUM(lines.list_value) AS list_value,
        SUM(lines.sales) AS sales,
        SUM(lines.cost) AS cost,
        SUM(lines.profit) AS profit
    FROM {{ ref('fact_retail_lines') }} AS lines
    CROSS JOIN (VALUES ('product'), ('sub_category')) AS levels (level)
    WHERE levels.level = {{ level }}
        AND ({{ region }} IS NULL OR lines.region = {{ region }})
        AND ({{ state }} IS NULL OR lines.state = {{ state }})
        AND ({{ segment }} IS NULL OR lines.segment = {{ segment }})
        AND ({{ from }} IS NULL OR lines.order_date >= {{ from }})
        AND ({{ to }} IS NULL OR lines.order_date <= {{ to }})
    GROUP BY 1, 2, 3, 4
),
ranked AS (
    SELECT
        category, sub_category, product_id, order_lines, units, list_value, sales, cost, profit,
        {{ ratio(profit, sales) }} AS margin,
        {{ ratio(list_value - sales, list_value) }} AS discount,
        CASE WHEN cost <= list_value THEN {{ ratio(list_value - cost, list_value) }} END AS break_even_discount,
        cost > list_value AS loses_at_list_price,
        RANK() OVER (ORDER BY profit) AS rank
    FROM sold
    WHERE profit < 0
)
SELECT
    category, sub_category, product_id, order_lines, units, list_value, sales, cost, profit, margin,
    discount, break_even_discount, loses_at_list_price, rank
FROM ranked
WHERE {{ category }} IS NULL OR category = {{ category }}
