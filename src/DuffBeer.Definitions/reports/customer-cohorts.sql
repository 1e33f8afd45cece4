-- report:     customer-cohorts
-- title:      Returning customers by month of first order
-- domain:     restaurant
-- model:      customer_cohorts
-- parameters:
--   from  date  Only cohorts of this month or later, by the first day of the month
--   to    date  Only cohorts of this month or earlier
-- sortable:   cohort_month, months_since, cohort_customers, active_customers, retained, orders, revenue
-- order:      cohort_month, months_since
-- limit:      1000
-- show:       cohort_month, months_since, cohort_customers, active_customers, retained, orders, revenue
-- dimensions: months_since
-- money:      revenue
-- currency:   {reporting_currency}
-- percent:    retained
-- labels:
--   months_since  Months since the first order
-- cache:      until the next snapshot
-- chart:      heatmap(months_since, cohort_month, retained)
-- from: customer_cohorts(cohort_month, months_since)
-- columns:
--   cohort_month      date           First day of the month of the customers' first order
--   months_since      int32          Months since then; 0 for that month itself
--   cohort_customers  int64          Customers of the cohort
--   active_customers  int64          Those with an order in that month
--   retained          double         Active share of the cohort, 0 to 1
--   orders            int64          Their orders in that month
--   revenue           decimal(18,2)  Total of those
--
-- Share of each month's new customers who ordered again, month by month.

SELECT cohort_month, months_since, cohort_customers, active_customers, retained, orders, revenue
FROM {{ ref('customer_cohorts') }}
WHERE ({{ from }} IS NULL OR cohort_month >= {{ from }})
    AND ({{ to }} IS NULL OR cohort_month <= {{ to }})
