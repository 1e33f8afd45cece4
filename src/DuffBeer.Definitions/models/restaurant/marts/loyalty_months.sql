-- model:        loyalty_months
-- grain:        grain, period_start, restaurant_id, loyalty_group
-- owner:        restaurants
-- materialized: table
-- audits:       unique(grain, period_start, restaurant_id, loyalty_group), accepted(grain, month, all),
--               accepted(loyalty_group, member, non-member, guest, shared account), loyalty_months_add_up
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
        month_start, restaurant_id, customer_id, order_total,
        MIN(order_date) OVER () AS first_day,
        CASE
            WHEN customer_kind = 'guest' THEN 'guest'
            WHEN customer_kind = 'shared' THEN 'shared account'
            WHEN BOOL_OR(is_loyalty) OVER (PARTITION BY customer_id) THEN 'member'
            ELSE 'non-member'
        END AS loyalty_group
    FROM {{ ref('orders') }}
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
