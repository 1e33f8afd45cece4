-- model:        customer_segments
-- grain:        customer_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(customer_id), relates(customer_id, customers.customer_id),
--               accepted(segment, VIP, New, Churn Risk, Regular), not_null(recency_score), not_null(frequency_score),
--               not_null(monetary_score)
-- columns:
--   customer_id      string         Id of the customer
--   recency_days     int64          Days from the last order to as_of
--   frequency        int64          Orders of the last 12 months
--   monetary         decimal(18,2)  Their total
--   recency_score    int32          1 to 5: 5 for the fifth that ordered last
--   frequency_score  int32          1 to 5, among those who ordered in those months; 1 for all others
--   monetary_score   int32          1 to 5, by the same rule
--   segment          string         VIP: all scores from 4; New: recency from 4, frequency to 2; Churn Risk: both to 2; else Regular
--   is_member        bool           Has ordered as a member of the loyalty programme at least once
--   as_of            date           Day from which the figures are counted back
--
-- Recency, frequency and monetary value of each customer, scored by the share of customers that are at least as good (cume_dist from
-- the best). Ties share the lower score, so that the many who ordered once do not count as frequent.

WITH recent AS (
    SELECT customer_id, COUNT(*) AS frequency, SUM(order_total) AS monetary
    FROM {{ ref('customer_orders') }}
    WHERE order_date > DATE_ADD('month', -{{ setting('rfm_months') }}, as_of)
    GROUP BY customer_id
),
measured AS (
    SELECT
        customers.customer_id, customers.is_member, customers.as_of,
        {{ days_between(customers.last_order_date, customers.as_of) }} AS recency_days,
        COALESCE(recent.frequency, 0) AS frequency,
        COALESCE(recent.monetary, 0) AS monetary,
        recent.customer_id IS NOT NULL AS is_recent
    FROM {{ ref('customers') }} AS customers
    LEFT JOIN recent ON recent.customer_id = customers.customer_id
),
scored AS (
    SELECT
        customer_id, is_member, as_of, recency_days, frequency, monetary,
        CAST(6 - CEIL(5 * CUME_DIST() OVER (ORDER BY recency_days)) AS INTEGER) AS recency_score,
        CAST(6 - CEIL(5 * CUME_DIST() OVER (PARTITION BY is_recent ORDER BY frequency DESC)) AS INTEGER) AS frequency_score,
        CASE
            WHEN is_recent THEN CAST(6 - CEIL(5 * CUME_DIST() OVER (PARTITION BY is_recent ORDER BY monetary DESC)) AS INTEGER)
            ELSE 1
        END AS monetary_score
    FROM measured
)
SELECT
    customer_id, recency_days, frequency, monetary, recency_score, frequency_score, monetary_score,
    CASE
        WHEN recency_score >= {{ setting('rfm_vip_score') }}
            AND frequency_score >= {{ setting('rfm_vip_score') }}
            AND monetary_score >= {{ setting('rfm_vip_score') }} THEN 'VIP'
        WHEN recency_score >= {{ setting('rfm_new_recency') }} AND frequency_score <= {{ setting('rfm_new_frequency') }} THEN 'New'
        WHEN recency_score <= {{ setting('rfm_churn_recency') }}
            AND frequency_score <= {{ setting('rfm_churn_frequency') }} THEN 'Churn Risk'
        ELSE 'Regular'
    END AS segment,
    is_member, as_of
FROM scored
