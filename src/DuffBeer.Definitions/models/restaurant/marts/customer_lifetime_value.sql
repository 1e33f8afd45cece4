-- model:        customer_lifetime_value
-- grain:        customer_id, order_date
-- owner:        restaurants
-- materialized: table
-- audits:       unique(customer_id, order_date), accepted(tier, High, Medium, Low), lifetime_values_add_up
-- from: customer_orders(customer_id), customers(customer_id)
-- whole: tier
-- columns:
--   customer_id         string         Id of the customer
--   order_date          date           Day with an order
--   orders_on_day       int64          Orders of that day
--   spend_on_day        decimal(18,2)  Their total
--   cumulative_orders   int64          Orders until the end of that day
--   cumulative_spend    decimal(18,2)  Their total: the lifetime value then
--   days_since_first    int64          Days since the first order
--   is_latest           bool           The customer's last day with an order: its cumulative spend is today's lifetime value
--   tier                string         High: top {clv_high_share:%} by lifetime value; Low: bottom {clv_low_share:%}; ties share a tier
--   avg_order_value     decimal(18,2)  Spend per order, until that day
--   purchase_frequency  double         Orders a year until as_of, over at least {clv_fewest_days} days; null on earlier days
--   lifespan_years      double         Years for which customers are assumed to keep ordering: a setting
--   estimated_value     decimal(18,2)  Average order value x purchase frequency x lifespan; null on earlier days
--
-- How the value of each customer grew, day by day. A customer who ordered once has one row.

WITH days AS (
    SELECT customer_id, order_date, COUNT(*) AS orders_on_day, SUM(order_total) AS spend_on_day
    FROM {{ ref('customer_orders') }}
    GROUP BY customer_id, order_date
),
grown AS (
    SELECT
        customer_id, order_date, orders_on_day, spend_on_day,
        SUM(orders_on_day) OVER until_day AS cumulative_orders,
        SUM(spend_on_day) OVER until_day AS cumulative_spend,
        MIN(order_date) OVER until_day AS first_order_date,
        LEAD(order_date) OVER (PARTITION BY customer_id ORDER BY order_date) IS NULL AS is_latest
    FROM days
    WINDOW until_day AS (PARTITION BY customer_id ORDER BY order_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
),
ranked AS (
    SELECT customer_id, as_of, PERCENT_RANK() OVER (ORDER BY spend DESC) AS spend_rank
    FROM {{ ref('customers') }}
),
measured AS (
    SELECT
        grown.customer_id, grown.order_date, grown.orders_on_day, grown.spend_on_day,
        grown.cumulative_orders, grown.cumulative_spend, grown.is_latest,
        {{ days_between(grown.first_order_date, grown.order_date) }} AS days_since_first,
        ranked.spend_rank,
        {{ setting('clv_lifespan_years') }} AS lifespan_years,
        {{ ratio(grown.cumulative_spend, grown.cumulative_orders) }} AS avg_order_value,
        -- Until as_of, not until the last order: otherwise one order in years would be twelve a year.
        CASE WHEN grown.is_latest THEN {{ ratio(
            grown.cumulative_orders * 365,
            {{ greatest({{ days_between(grown.first_order_date, ranked.as_of) }}, {{ setting('clv_fewest_days') }}) }}
        ) }} END AS purchase_frequency
    FROM grown
    JOIN ranked ON ranked.customer_id = grown.customer_id
)
SELECT
    customer_id, order_date, orders_on_day, spend_on_day, cumulative_orders, cumulative_spend, days_since_first, is_latest,
    CASE
        WHEN spend_rank <= {{ setting('clv_high_share') }} THEN 'High'
        WHEN spend_rank > 1 - {{ setting('clv_low_share') }} THEN 'Low'
        ELSE 'Medium'
    END AS tier,
    avg_order_value, purchase_frequency, lifespan_years,
    avg_order_value * purchase_frequency * lifespan_years AS estimated_value
FROM measured
