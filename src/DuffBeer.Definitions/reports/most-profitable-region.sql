-- report:     most-profitable-region
-- title:      Most profitable region
-- domain:     retail
-- model:      region_profit
-- parameters:
--   n  int32  default(100) min(1) max(100)  How many ranks, 1 for the winner only; regions tied for the last one are all included
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

SELECT region, profit, sales, cost, margin, share, sales_share, orders, order_lines, units, rank, is_tie
FROM {{ ref('region_profit') }}
WHERE rank <= {{ n }}
