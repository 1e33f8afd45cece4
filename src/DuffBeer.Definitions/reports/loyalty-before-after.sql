-- report:     loyalty-before-after
-- title:      Members before and after they joined
-- domain:     restaurant
-- model:      loyalty_before_after
-- sortable:   phase, window_days, customers, left_out, active_customers, orders, revenue, avg_order_value, orders_per_customer,
--             revenue_per_customer
-- order:      phase desc
-- limit:      10
-- show:       phase, window_days, customers, left_out, orders, revenue, orders_per_customer, revenue_per_customer
-- money:      revenue, avg_order_value, revenue_per_customer
-- currency:   {reporting_currency}
-- days:       window_days
-- ratio:      orders_per_customer
-- labels:
--   window_days  Window
-- cache:      until the next snapshot
-- chart:      bar(phase, revenue_per_customer)
-- from: loyalty_before_after(phase)
-- columns:
--   phase                 string         before or after: the {loyalty_window_days} days right before or after the day of joining
--   window_days           int64          Days of each customer in the phase: the same before and after
--   customers             int64          Members whose windows are both whole: the same in both phases
--   left_out              int64          Members of whom a window is not whole: too few days since their first order, or until as_of
--   active_customers      int64          Customers who ordered in the phase
--   orders                int64          Orders in the phase
--   revenue               decimal(18,2)  Total of those
--   avg_order_value       decimal(18,2)  Revenue per order
--   orders_per_customer   double         Orders per customer, those without orders included
--   revenue_per_customer  decimal(18,2)  Revenue per customer, those without orders included
--
-- What the same customers ordered in equal windows before and after they joined the loyalty programme, the day of joining apart.

SELECT
    phase, window_days, customers, left_out, active_customers, orders, revenue, avg_order_value, orders_per_customer, revenue_per_customer
FROM {{ ref('loyalty_before_after') }}
