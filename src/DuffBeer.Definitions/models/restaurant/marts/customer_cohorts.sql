-- model:        customer_cohorts
-- grain:        cohort_month, months_since
-- owner:        restaurants
-- materialized: table
-- audits:       unique(cohort_month, months_since), cohorts_start_whole
-- from: customers(cohort_month),
--   customer_orders(cohort_month of customers by customer_id) for active_customers retained orders revenue
-- columns:
--   cohort_month      date           First day of the month of the customers' first order
--   months_since      int32          Months since then; 0 for that month itself
--   cohort_customers  int64          Customers of the cohort
--   active_customers  int64          Those with an order in that month
--   retained          double         Active share of the cohort, 0 to 1
--   orders            int64          Their orders in that month
--   revenue           decimal(18,2)  Total of those
--
-- Share of each month's new customers who ordered again, month by month until as_of; a month in which none did has zeros.

WITH cohorts AS (
    SELECT cohort_month, COUNT(*) AS cohort_customers, MIN(as_of) AS as_of
    FROM {{ ref('customers') }}
    GROUP BY cohort_month
),
cells AS (
    SELECT cohorts.cohort_month, cohorts.cohort_customers, months.months_since
    FROM cohorts
    CROSS JOIN UNNEST(SEQUENCE(0, {{ setting('cohort_months') }})) AS months (months_since)
    WHERE DATE_ADD('month', months.months_since, cohorts.cohort_month) <= cohorts.as_of
),
returned AS (
    SELECT
        customers.cohort_month,
        (EXTRACT(YEAR FROM orders.month_start) - EXTRACT(YEAR FROM customers.cohort_month)) * 12
            + EXTRACT(MONTH FROM orders.month_start) - EXTRACT(MONTH FROM customers.cohort_month) AS months_since,
        COUNT(DISTINCT orders.customer_id) AS active_customers,
        COUNT(*) AS orders,
        SUM(orders.order_total) AS revenue
    FROM {{ ref('customer_orders') }} AS orders
    JOIN {{ ref('customers') }} AS customers ON customers.customer_id = orders.customer_id
    GROUP BY 1, 2
)
SELECT
    cells.cohort_month, cells.months_since, cells.cohort_customers,
    COALESCE(returned.active_customers, 0) AS active_customers,
    {{ ratio(COALESCE(returned.active_customers, 0), cells.cohort_customers) }} AS retained,
    COALESCE(returned.orders, 0) AS orders,
    COALESCE(returned.revenue, 0) AS revenue
FROM cells
LEFT JOIN returned ON returned.cohort_month = cells.cohort_month AND returned.months_since = cells.months_since
