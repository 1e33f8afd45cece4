-- model:        customer_orders
-- grain:        order_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(order_id), not_null(customer_id)
-- from: orders(customer_id), restaurant_as_of(whole)
-- columns:
--   order_id       string         Id of the order
--   customer_id    string         The customer
--   restaurant_id  string         Id of the location
--   ordered_at     timestamp      When the order was created (UTC)
--   order_date     date           Day of that in the location's local time
--   month_start    date           First day of that day's month
--   is_loyalty     bool           Ordered as a member of the loyalty programme
--   order_total    decimal(18,2)  Items and options less discount
--   number         int64          1 for the customer's first order
--   days_since     int64          Days since the customer's order before; null for the first
--   as_of          date           Day from which ages and recent periods are counted back
--
-- Orders that customer metrics count: without guests and shared accounts.

WITH placed AS (
    SELECT
        orders.order_id, orders.customer_id, orders.restaurant_id, orders.ordered_at, orders.order_date,
        orders.month_start, orders.is_loyalty,
        orders.order_total, today.as_of,
        ROW_NUMBER() OVER earlier AS number,
        LAG(orders.order_date) OVER earlier AS previous_date
    FROM {{ ref('orders') }} AS orders
    CROSS JOIN {{ ref('restaurant_as_of') }} AS today
    WHERE orders.customer_id IS NOT NULL
    WINDOW earlier AS (PARTITION BY orders.customer_id ORDER BY orders.ordered_at, orders.order_id)
)
SELECT
    order_id, customer_id, restaurant_id, ordered_at, order_date, month_start, is_loyalty, order_total, number,
    {{ days_between(previous_date, order_date) }} AS days_since,
    as_of
FROM placed
