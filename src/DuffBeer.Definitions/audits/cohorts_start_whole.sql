-- audit: cohorts_start_whole
--
-- In its first month every cohort is active as a whole, and all cohorts together are all customers.

SELECT cohorts.cohort_month, cohorts.cohort_customers, cohorts.active_customers, COUNT(*) AS expected_customers
FROM {{ ref('customers') }} AS customers
LEFT JOIN {{ ref('customer_cohorts') }} AS cohorts ON cohorts.cohort_month = customers.cohort_month AND cohorts.months_since = 0
GROUP BY cohorts.cohort_month, cohorts.cohort_customers, cohorts.active_customers
HAVING cohorts.cohort_month IS NULL OR cohorts.cohort_customers <> COUNT(*) OR cohorts.active_customers <> COUNT(*)
