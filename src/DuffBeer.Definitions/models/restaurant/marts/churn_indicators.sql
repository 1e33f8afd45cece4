-- model:        churn_indicators
-- grain:        customer_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(customer_id), relates(customer_id, customers.customer_id),
--               accepted(state, Active, Warning, At Risk, Lapsed), every_customer_has_a_state
-- from: customer_orders(customer_id), customers(customer_id)
-- columns:
--   customer_id            string         Id of the customer
--   last_order_date        date           Day of the last order
--   days_since_last_order  int64          Days from then to as_of
--   orders                 int64          Orders
--   visits                 int64          Days with an order: several orders of one day are one visit
--   mean_gap_days          double         Mean days from one visit to the next; null after a single visit
--   median_gap_days        double         Median of them; null after a single visit
--   spend_last             decimal(18,2)  Total of the orders of the last {churn_spend_days} days
--   spend_before           decimal(18,2)  Total of the orders of the {churn_spend_days} days before
--   spend_change           double         Change between the two as a fraction; null where there was none before
--   state                  string         Active to {churn_active_days} days, Warning {churn_warning_days}, At Risk {churn_at_risk_days}
--   is_late                bool           Away over {churn_late_factor} mean gaps; null with fewer than {churn_late_min_orders} orders
--   is_member              bool           Has ordered as a member of the loyalty programme at least once
--   as_of                  date           Day from which the figures are counted back
--
-- How long each customer has been away, against fixed bounds and their own rhythm. Beyond the bound of At Risk a customer is Lapsed.

WITH gaps AS (
    SELECT
        customer_id, days_since,
        ROW_NUMBER() OVER (PARTITION BY customer_id ORDER BY days_since, number) AS place,
        COUNT(*) OVER (PARTITION BY customer_id) AS gaps
    FROM {{ ref('customer_orders') }}
    -- Orders of one day are one visit.
    WHERE days_since > 0
),
rhythms AS (
    SELECT
        customer_id,
        {{ mean(days_since) }} AS mean_gap_days,
        {{ mean(CASE WHEN 2 * place BETWEEN gaps AND gaps + 2 THEN days_since END) }} AS median_gap_days
    FROM gaps
    GROUP BY customer_id
),
spends AS (
    SELECT
        customer_id,
        COALESCE(SUM(order_total)
            FILTER (WHERE {{ days_between(order_date, as_of) }} < {{ setting('churn_spend_days') }}), 0) AS spend_last,
        COALESCE(SUM(order_total) FILTER (WHERE {{ days_between(order_date, as_of) }} >= {{ setting('churn_spend_days') }}
            AND {{ days_between(order_date, as_of) }} < 2 * {{ setting('churn_spend_days') }}), 0) AS spend_before
    FROM {{ ref('customer_orders') }}
    GROUP BY customer_id
),
measured AS (
    SELECT
        customers.customer_id, customers.last_order_date, customers.orders, customers.active_days AS visits,
        customers.is_member, customers.as_of,
        {{ days_between(customers.last_order_date, customers.as_of) }} AS days_since_last_order,
        rhythms.mean_gap_days, rhythms.median_gap_days, spends.spend_last, spends.spend_before
    FROM {{ ref('customers') }} AS customers
    JOIN spends ON spends.customer_id = customers.customer_id
    LEFT JOIN rhythms ON rhythms.customer_id = customers.customer_id
)
SELECT
    customer_id, last_order_date, days_since_last_order, orders, visits, mean_gap_days, median_gap_days, spend_last, spend_before,
    {{ ratio(spend_last - spend_before, spend_before) }} AS spend_change,
    CASE
        WHEN days_since_last_order <= {{ setting('churn_active_days') }} THEN 'Active'
        WHEN days_since_last_order <= {{ setting('churn_warning_days') }} THEN 'Warning'
        WHEN days_since_last_order <= {{ setting('churn_at_risk_days') }} THEN 'At Risk'
        ELSE 'Lapsed'
    END AS state,
    CASE
        WHEN orders >= {{ setting('churn_late_min_orders') }}
        THEN days_since_last_order > {{ setting('churn_late_factor') }} * mean_gap_days
    END AS is_late,
    is_member, as_of
FROM measured
