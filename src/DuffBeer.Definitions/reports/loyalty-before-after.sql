-- report:     loyalty-before-after
-- title:      Members before and after they joined
-- domain:     restaurant
-- model:      loyalty_before_after
-- sortable:   phase, customers, orders, revenue, avg_order_value, customer_days, orders_per_30_days, revenue_per_30_days
-- order:      phase desc
-- limit:      10
-- show:       phase, customers, orders, revenue, avg_order_value
-- cache:      until the next snapshot
-- chart:      bar(phase, revenue_per_30_days)
-- columns:
--   phase                string         before: orders before the first one as a member; after: that one and all later ones
--   customers            int64          Members who ordered before they joined: the same in both phases
--   orders               int64          Their orders in the phase
--   revenue              decimal(18,2)  Total of those
--   avg_order_value      decimal(18,2)  Revenue per order
--   customer_days        int64          Their days in the phase, at least 1 each: first order to joining, or joining to as_of
--   orders_per_30_days   double         Orders of one customer in 30 such days
--   revenue_per_30_days  decimal(18,2)  Revenue of one customer in 30 such days
--
-- What customers ordered before and after they joined the loyalty programme; both rows cover the same people.

SELECT phase, customers, orders, revenue, avg_order_value, customer_days, orders_per_30_days, revenue_per_30_days
FROM {{ ref('loyalty_before_after') }}
