-- model:        churn_months
-- grain:        month_end, state, is_member
-- owner:        restaurants
-- materialized: table
-- audits:       unique(month_end, state, is_member), accepted(state, Active, Warning, At Risk, Lapsed), churn_months_end_in_today
-- from: customer_orders(order_date <= month_end)
-- columns:
--   month_end       date    Last day of the month; as_of for the month that is not over
--   state           string  Active to {churn_active_days} days away, Warning {churn_warning_days}, At Risk {churn_at_risk_days}, Lapsed
--   is_member       bool    Had ordered as a member of the loyalty programme by then
--   is_complete     bool    The month was over
--   customers       int64   Customers who had ordered by then
--   late_customers  int64   Of these, customers who were late against their own rhythm
--
-- Churn states at the end of each month, as they were known then.

WITH months AS (
    SELECT
        {{ least(DATE_ADD('day', -1, DATE_ADD('month', numbers.number + 1, bounds.first_month)), bounds.as_of) }} AS month_end,
        DATE_ADD('day', -1, DATE_ADD('month', numbers.number + 1, bounds.first_month)) <= bounds.as_of AS is_complete
    FROM (SELECT MIN(month_start) AS first_month, MIN(as_of) AS as_of FROM {{ ref('customer_orders') }}) AS bounds
    CROSS JOIN UNNEST(SEQUENCE(0, 1199)) AS numbers (number)
    WHERE DATE_ADD('month', numbers.number, bounds.first_month) <= bounds.as_of
),
days AS (
    SELECT customer_id, order_date, COUNT(*) AS orders, BOOL_OR(is_loyalty) AS is_loyalty
    FROM {{ ref('customer_orders') }}
    GROUP BY customer_id, order_date
),
visits AS (
    -- Each visit is the customer's last until the next one.
    SELECT
        customer_id,
        order_date AS last_order_date,
        LEAD(order_date) OVER (PARTITION BY customer_id ORDER BY order_date) AS next_order_date,
        MIN(order_date) OVER until_day AS first_order_date,
        COUNT(*) OVER until_day AS visits,
        SUM(orders) OVER until_day AS orders,
        BOOL_OR(is_loyalty) OVER until_day AS is_member
    FROM days
    WINDOW until_day AS (PARTITION BY customer_id ORDER BY order_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
),
states AS (
    SELECT
        months.month_end, months.is_complete, visits.is_member,
        CASE
            WHEN {{ days_between(visits.last_order_date, months.month_end) }} <= {{ setting('churn_active_days') }} THEN 'Active'
            WHEN {{ days_between(visits.last_order_date, months.month_end) }} <= {{ setting('churn_warning_days') }} THEN 'Warning'
            WHEN {{ days_between(visits.last_order_date, months.month_end) }} <= {{ setting('churn_at_risk_days') }} THEN 'At Risk'
            ELSE 'Lapsed'
        END AS state,
        visits.orders >= {{ setting('churn_late_min_orders') }}
            AND {{ days_between(visits.last_order_date, months.month_end) }} > {{ setting('churn_late_factor') }}
                * {{ ratio({{ days_between(visits.first_order_date, visits.last_order_date) }}, visits.visits - 1) }} AS is_late
    FROM visits
    JOIN months
        ON months.month_end >= visits.last_order_date
        AND (visits.next_order_date IS NULL OR months.month_end < visits.next_order_date)
)
SELECT
    month_end, state, is_member, is_complete,
    COUNT(*) AS customers,
    COUNT(*) FILTER (WHERE is_late) AS late_customers
FROM states
GROUP BY month_end, state, is_member, is_complete
