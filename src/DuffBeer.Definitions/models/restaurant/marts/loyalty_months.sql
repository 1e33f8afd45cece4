-- model:        loyalty_months
-- grain:        grain, period_start, restaurant_id, loyalty_group
-- owner:        restaurants
-- materialized: table
-- audits:       unique(grain, period_start, restaurant_id, loyalty_group), accepted(grain, month, all),
--               accepted(loyalty_group, member, non-member, guest, shared account), loyalty_months_add_up
-- from: orders(order_date in period_start by grain, restaurant_id unless All, customer_kind = 'guest') when loyalty_group guest,
--   orders(order_date in period_start by grain, restaurant_id unless All, customer_kind = 'shared') when loyalty_group 'shared account',
--   orders(order_date in period_start by grain, restaurant_id unless All, is_member of customers by customer_id = 'true') when
--     loyalty_group member,
--   orders(order_date in period_start by grain, restaurant_id unless All, is_member of customers by customer_id = 'false') when
--     loyalty_group non-member,
--   customers(order_date of orders by customer_id in period_start by grain, restaurant_id of orders by customer_id unless All, is_member
--     = 'true') for loyalty_group when loyalty_group member,
--   customers(order_date of orders by customer_id in period_start by grain, restaurant_id of orders by customer_id unless All, is_member
--     = 'false') for loyalty_group when loyalty_group non-member,
--   locations(whole)
-- columns:
--   grain          string         month, or all for the whole time
--   period_start   date           First day of the month; of the whole time its first day
--   restaurant_id  string         Location; All for all together
--   loyalty_group  string         member: ever ordered as one; guest: no user id; shared account: used by many people
--   customers      int64          Customers who ordered; null for guests and shared accounts, who cannot be counted
--   orders         int64          Orders
--   revenue        decimal(18,2)  Their total
--
-- Orders of loyalty members and all others, month by month at each location. Members are so in every month, those before they joined
-- included.

WITH grouped_orders AS (
    SELECT
        orders.month_start, orders.restaurant_id, orders.customer_id, orders.order_total, bounds.first_day,
        CASE
            WHEN orders.customer_kind = 'guest' THEN 'guest'
            WHEN orders.customer_kind = 'shared' THEN 'shared account'
            WHEN customers.is_member THEN 'member'
            ELSE 'non-member'
        END AS loyalty_group
    FROM {{ ref('orders') }} AS orders
    CROSS JOIN (SELECT MIN(first_order_date) AS first_day FROM {{ ref('locations') }}) AS bounds
    LEFT JOIN {{ ref('customers') }} AS customers ON customers.customer_id = orders.customer_id
),
dated AS (
    SELECT
        grains.grain,
        CASE WHEN grains.grain = 'month' THEN placed.month_start ELSE placed.first_day END AS period_start,
        placed.restaurant_id, placed.loyalty_group, placed.customer_id, placed.order_total
    FROM grouped_orders AS placed
    CROSS JOIN (VALUES ('month'), ('all')) AS grains (grain)
)
SELECT
    grain, period_start,
    CASE WHEN GROUPING(restaurant_id) = 1 THEN 'All' ELSE restaurant_id END AS restaurant_id,
    loyalty_group,
    CASE WHEN loyalty_group IN ('member', 'non-member') THEN COUNT(DISTINCT customer_id) END AS customers,
    COUNT(*) AS orders,
    SUM(order_total) AS revenue
FROM dated
GROUP BY GROUPING SETS ((grain, period_start, restaurant_id, loyalty_group), (grain, period_start, loyalty_group))
