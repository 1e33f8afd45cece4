-- model:        value_curves
-- grain:        per, name, months_since
-- owner:        restaurants
-- materialized: table
-- audits:       unique(per, name, months_since), accepted(per, all, tier, cohort), value_curves_shrink
-- from: customers(all) when per all, customers(cohort_month) when per cohort,
--   customers(is_latest of customer_lifetime_value by customer_id = 'true', tier of customer_lifetime_value by customer_id = name) when
--     per tier,
--   customer_lifetime_value(is_latest = 'true') when per all,
--   customer_lifetime_value(is_latest = 'true', cohort_month of customers by customer_id) when per cohort,
--   customer_lifetime_value(is_latest = 'true', tier = name) when per tier, customer_orders(all) when per all,
--   customer_orders(cohort_month of customers by customer_id) when per cohort,
--   customer_orders(tier of customer_lifetime_value by customer_id = name) when per tier,
--   restaurant_as_of(whole)
-- columns:
--   per               string         all customers, each tier of lifetime value, or each cohort
--   name              string         All, the tier, or the month of the first order as yyyy-mm
--   cohort_month      date           First day of the cohort's month; null for the other curves
--   months_since      int32          Calendar months since that of the first order; 0 for that month itself
--   customers         int64          Customers of whom that month is over
--   spend             decimal(18,2)  Total of their orders in that month
--   mean_spend        decimal(18,4)  That per customer, those without orders included
--   cumulative_spend  decimal(18,2)  Sum of the means of that month and all months before
--
-- How the value of a customer grows with the months since the first order. Each month counts the customers of whom it is over, and means
-- are added up, so that younger customers do not bend the curve. Tiers are today's.

WITH bounds AS (
    SELECT as_of, DATE_ADD('day', 1, as_of) AS tomorrow
    FROM {{ ref('restaurant_as_of') }}
),
members AS (
    SELECT customers.customer_id, customers.cohort_month, lifetime.tier
    FROM {{ ref('customers') }} AS customers
    JOIN {{ ref('customer_lifetime_value') }} AS lifetime ON lifetime.customer_id = customers.customer_id AND lifetime.is_latest
),
sizes AS (
    SELECT cohort_month, tier, COUNT(*) AS customers
    FROM members
    GROUP BY cohort_month, tier
),
cells AS (
    SELECT sizes.cohort_month, sizes.tier, sizes.customers, months.months_since
    FROM sizes
    CROSS JOIN UNNEST(SEQUENCE(0, {{ setting('cohort_months') }})) AS months (months_since)
    CROSS JOIN bounds
    WHERE DATE_ADD('month', months.months_since + 1, sizes.cohort_month) <= bounds.tomorrow
),
spent AS (
    SELECT
        members.cohort_month, members.tier,
        (EXTRACT(YEAR FROM orders.month_start) - EXTRACT(YEAR FROM members.cohort_month)) * 12
            + EXTRACT(MONTH FROM orders.month_start) - EXTRACT(MONTH FROM members.cohort_month) AS months_since,
        SUM(orders.order_total) AS spend
    FROM {{ ref('customer_orders') }} AS orders
    JOIN members ON members.customer_id = orders.customer_id
    GROUP BY 1, 2, 3
),
named AS (
    SELECT
        kinds.per,
        CASE kinds.per
            WHEN 'all' THEN 'All' WHEN 'tier' THEN cells.tier ELSE SUBSTR(CAST(cells.cohort_month AS VARCHAR), 1, 7)
        END AS name,
        CASE WHEN kinds.per = 'cohort' THEN cells.cohort_month END AS cohort_month,
        cells.months_since, cells.customers,
        COALESCE(spent.spend, 0) AS spend
    FROM cells
    LEFT JOIN spent ON spent.cohort_month = cells.cohort_month AND spent.tier = cells.tier AND spent.months_since = cells.months_since
    CROSS JOIN (VALUES ('all'), ('tier'), ('cohort')) AS kinds (per)
),
summed AS (
    SELECT per, name, cohort_month, months_since, SUM(customers) AS customers, SUM(spend) AS spend
    FROM named
    GROUP BY per, name, cohort_month, months_since
)
SELECT
    per, name, cohort_month, months_since, customers, spend,
    {{ ratio(spend, customers) }} AS mean_spend,
    SUM({{ ratio(spend, customers) }}) OVER (
        PARTITION BY per, name ORDER BY months_since ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS cumulative_spend
FROM summed
