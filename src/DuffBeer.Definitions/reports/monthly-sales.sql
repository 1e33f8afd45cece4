-- report:     monthly-sales
-- title:      Sales by month
-- domain:     retail
-- model:      monthly_sales
-- parameters:
--   from  date  Only months that begin on this day or later
--   to    date  Only months that begin on this day or earlier
-- sortable:   month, order_lines, orders, units, sales, cost, profit, margin, is_complete, sales_change, sales_change_year
-- order:      month
-- limit:      1000
-- show:       month, orders, units, sales, profit, margin, is_complete, sales_change, sales_change_year
-- period:     month by month
-- zero:       order_lines, orders, units, sales, cost, profit
-- money:      sales, cost, profit
-- currency:   {retail_currency}
-- percent:    margin, sales_change, sales_change_year
-- labels:
--   sales_change       Change on the month before
--   sales_change_year  Change on the year before
--   is_complete        Complete
-- cache:      until the next snapshot
-- chart:      line(month, sales, profit)
-- export:     true
-- columns:
--   month              date           First day of the month
--   order_lines        int64          Order lines
--   orders             int64          Distinct orders
--   units              int64          Units ordered
--   sales              decimal(18,2)  Value after discounts
--   cost               decimal(18,2)  What the units cost
--   profit             decimal(18,2)  Sales less cost
--   margin             double         Profit per sales, as a fraction
--   is_complete        bool           The data cover the whole month: from their first day to as_of
--   sales_change       double         Change from the calendar month before, as a fraction; null unless both are complete
--   sales_change_year  double         Change from the same month a year before, as a fraction; null unless both are complete
--
-- Sales per month, compared with the month before and a year before.

SELECT month, order_lines, orders, units, sales, cost, profit, margin, is_complete, sales_change, sales_change_year
FROM {{ ref('monthly_sales') }}
WHERE ({{ from }} IS NULL OR month >= {{ from }})
    AND ({{ to }} IS NULL OR month <= {{ to }})
