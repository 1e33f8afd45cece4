-- model:        location_customers
-- grain:        grain, period_start, restaurant_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(grain, period_start, restaurant_id), accepted(grain, day, week, month), returning_customers_are_customers
-- from: customer_orders(order_date in period_start by grain, restaurant_id unless All),
--   customer_orders(restaurant_id unless All, order_date of customer_orders by customer_id in period_start by grain, restaurant_id of
--     customer_orders by customer_id unless All) for returning_customers
-- columns:
--   grain                string  day, week (ISO) or month
--   period_start         date    First day of the period: of a week its Monday
--   restaurant_id        string  Location; All for all together
--   customers            int64   Customers who ordered in the period: neither guests nor shared accounts
--   returning_customers  int64   Of these, customers who had ordered there before the period
--
-- Customers of each period. They do not add up over periods or locations, so every combination is a row.

WITH placed AS (
    SELECT
        restaurant_id, customer_id, order_date,
        MIN(order_date) OVER (PARTITION BY customer_id, restaurant_id) AS first_date
    FROM {{ ref('customer_orders') }}
    UNION ALL
    SELECT
        'All' AS restaurant_id, customer_id, order_date,
        MIN(order_date) OVER (PARTITION BY customer_id) AS first_date
    FROM {{ ref('customer_orders') }}
),
dated AS (
    SELECT
        grains.grain, placed.restaurant_id, placed.customer_id, placed.first_date,
        CASE grains.grain
            WHEN 'day' THEN placed.order_date
            WHEN 'week' THEN {{ truncate_date('week', placed.order_date) }}
            ELSE {{ truncate_date('month', placed.order_date) }}
        END AS period_start
    FROM placed
    CROSS JOIN (VALUES ('day'), ('week'), ('month')) AS grains (grain)
)
SELECT
    grain, period_start, restaurant_id,
    COUNT(DISTINCT customer_id) AS customers,
    COUNT(DISTINCT CASE WHEN first_date < period_start THEN customer_id END) AS returning_customers
FROM dated
GROUP BY grain, period_start, restaurant_id
