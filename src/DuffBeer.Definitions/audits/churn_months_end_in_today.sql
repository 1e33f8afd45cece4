-- audit: churn_months_end_in_today
--
-- The states at the end of the last month, which is as_of, are today's.

WITH today AS (
    SELECT state, COUNT(*) AS customers, COUNT(*) FILTER (WHERE is_late) AS late_customers, MIN(as_of) AS as_of
    FROM {{ ref('churn_indicators') }}
    GROUP BY state
),
last_month AS (
    SELECT state, month_end, SUM(customers) AS customers, SUM(late_customers) AS late_customers
    FROM {{ ref('churn_months') }}
    GROUP BY state, month_end
)
SELECT
    today.state, today.customers, last_month.customers AS customers_of_month,
    today.late_customers, last_month.late_customers AS late_customers_of_month
FROM today
JOIN last_month ON last_month.state = today.state AND last_month.month_end = today.as_of
WHERE today.customers <> last_month.customers OR today.late_customers <> last_month.late_customers
