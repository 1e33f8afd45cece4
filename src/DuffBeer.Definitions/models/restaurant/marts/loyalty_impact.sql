-- model:        loyalty_impact
-- grain:        loyalty_group
-- owner:        restaurants
-- materialized: table
-- audits:       unique(loyalty_group), accepted(loyalty_group, member, non-member, guest, shared account), loyalty_groups_add_up
-- from: orders(customer_kind = 'guest') when loyalty_group guest,
--   orders(customer_kind = 'shared') when loyalty_group 'shared account',
--   orders(is_member of customers by customer_id = 'true') when loyalty_group member,
--   orders(is_member of customers by customer_id = 'false') when loyalty_group non-member
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
-- Loyalty members compared with all other customers. Members, non-members and guests always have a row, shared accounts only if they
-- ordered.

WITH grouped_orders AS (
    SELECT
        CASE
            WHEN orders.customer_kind = 'guest' THEN 'guest'
            WHEN orders.customer_kind = 'shared' THEN 'shared account'
            WHEN BOOL_OR(orders.is_loyalty) OVER (PARTITION BY orders.customer_id) THEN 'member'
            ELSE 'non-member'
        END AS loyalty_group,
        orders.customer_id,
        orders.order_total,
        COUNT(*) OVER (PARTITION BY orders.customer_id) AS orders_of_customer
    FROM {{ ref('orders') }} AS orders
),
counted AS (
    SELECT
        loyalty_group,
        COUNT(DISTINCT customer_id) AS customers,
        COUNT(*) AS orders,
        SUM(order_total) AS revenue,
        COUNT(DISTINCT CASE WHEN orders_of_customer >= 2 THEN customer_id END) AS repeat_customers
    FROM grouped_orders
    GROUP BY loyalty_group
),
known_groups AS (
    SELECT loyalty_group, is_countable
    FROM (VALUES ('member', TRUE), ('non-member', TRUE), ('guest', FALSE), ('shared account', FALSE)) AS known (loyalty_group, is_countable)
)
SELECT
    known_groups.loyalty_group,
    CASE WHEN known_groups.is_countable THEN COALESCE(counted.customers, 0) END AS customers,
    COALESCE(counted.orders, 0) AS orders,
    COALESCE(counted.revenue, 0) AS revenue,
    {{ ratio(COALESCE(counted.revenue, 0), SUM(counted.revenue) OVER ()) }} AS share,
    {{ ratio(counted.revenue, counted.orders) }} AS avg_order_value,
    CASE WHEN known_groups.is_countable THEN COALESCE(counted.repeat_customers, 0) END AS repeat_customers,
    CASE WHEN known_groups.is_countable THEN {{ ratio(counted.repeat_customers, counted.customers) }} END AS repeat_rate,
    CASE WHEN known_groups.is_countable THEN {{ ratio(counted.orders, counted.customers) }} END AS orders_per_customer,
    CASE WHEN known_groups.is_countable THEN {{ ratio(counted.revenue, counted.customers) }} END AS lifetime_value
FROM known_groups
LEFT JOIN counted ON counted.loyalty_group = known_groups.loyalty_group
WHERE known_groups.loyalty_group <> 'shared account' OR counted.orders IS NOT NULL
