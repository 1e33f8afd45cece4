-- report:     segment-sales
-- title:      Sales by kind of customer
-- domain:     retail
-- model:      segment_sales
-- parameters:
--   segment  string  values(segment_sales.segment)  Only this kind of customer
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

SELECT segment, order_lines, orders, units, sales, cost, profit, margin, avg_order_value, share, rank
FROM {{ ref('segment_sales') }}
WHERE {{ segment }} IS NULL OR segment = {{ segment }}
