-- report:     loyalty-impact
-- title:      Loyalty members compared with all others
-- domain:     restaurant
-- model:      loyalty_impact
-- parameters:
--   loyalty_group  string  oneOf(member, non-member, guest, shared account)  Only this group
-- sortable:   loyalty_group, customers, orders, revenue, share, avg_order_value, repeat_customers, repeat_rate,
--             orders_per_customer, lifetime_value
-- order:      loyalty_group
-- limit:      10
-- show:       loyalty_group, customers, orders, revenue, share, avg_order_value, repeat_rate, lifetime_value
-- money:      revenue, avg_order_value, lifetime_value
-- currency:   {reporting_currency}
-- percent:    share, repeat_rate
-- ratio:      orders_per_customer
-- labels:
--   loyalty_group  Group
--   share          Share of revenue
-- cache:      until the next snapshot
-- chart:      bar(loyalty_group, avg_order_value)
-- from: loyalty_impact(loyalty_group)
-- whole: share
-- columns:
--   loyalty_group        string         member: ever ordered as one; guest: no user id; shared account: used by many people
--   customers            int64          Customers; null for guests and shared accounts, who cannot be counted
--   orders               int64          Orders
--   revenue              decimal(18,2)  Their total
--   share                double         Share of the revenue of all groups, 0 to 1
--   avg_order_value      decimal(18,2)  Revenue per order
--   repeat_customers     int64          Customers with at least two orders
--   repeat_rate          double         Share of customers, 0 to 1
--   orders_per_customer  double         Orders per customer
--   lifetime_value       decimal(18,2)  Revenue per customer
--
-- How often members, others and guests order, and for how much.

SELECT loyalty_group, customers, orders, revenue, share, avg_order_value, repeat_customers, repeat_rate, orders_per_customer, lifetime_value
FROM {{ ref('loyalty_impact') }}
WHERE ({{ loyalty_group }} IS NULL OR loyalty_group = {{ loyalty_group }})
