-- model:        customer_scores
-- grain:        moment, customer_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(moment, customer_id), accepted(moment, now, earlier), accepted(segment, VIP, New, Churn Risk, Lost, Regular)
-- from: customer_orders(customer_id, order_date <= scored_on), restaurant_as_of(whole)
-- whole: frequency_score, monetary_score, segment
-- columns:
--   moment            string         now: at as_of; earlier: {segment_moves_months} months before
--   scored_on         date           That day; later orders are not counted
--   customer_id       string         Id of the customer
--   first_order_date  date           Day of the first order
--   recency_days      int64          Days from the last order to that day
--   frequency         int64          Orders of the {rfm_months} months before that day
--   monetary          decimal(18,2)  Their total
--   recency_score     int32          5 to {rfm_days_5} days, 4 to {rfm_days_4}, 3 to {rfm_days_3}, 2 to {rfm_days_2}, 1
--   frequency_score   int32          1 to 5, among those who ordered in those months; 1 for all others
--   monetary_score    int32          1 to 5, by the same rule
--   is_late           bool           Away longer than {churn_late_factor} times the own mean gap between visits; null without a rhythm
--   segment           string         VIP, New, Churn Risk, Lost or Regular, as customer_segments describes
--   is_member         bool           Had ordered as a member of the loyalty programme at least once
--
-- Recency, frequency, monetary value and segment of each customer, now and {segment_moves_months} months before. A customer without an
-- order by then has no earlier row.

WITH moments AS (
    SELECT 'now' AS moment, as_of AS scored_on
    FROM {{ ref('restaurant_as_of') }}
    UNION ALL
    SELECT 'earlier' AS moment, DATE_ADD('month', -{{ setting('segment_moves_months') }}, as_of) AS scored_on
    FROM {{ ref('restaurant_as_of') }}
),
ordered AS (
    SELECT
        moments.moment, moments.scored_on, orders.customer_id,
        MIN(orders.order_date) AS first_order_date,
        MAX(orders.order_date) AS last_order_date,
        COUNT(*) AS orders,
        COUNT(DISTINCT orders.order_date) AS visits,
        COUNT(*) FILTER (WHERE orders.order_date > DATE_ADD('month', -{{ setting('rfm_months') }}, moments.scored_on)) AS frequency,
        COALESCE(
            SUM(orders.order_total)
                FILTER (WHERE orders.order_date > DATE_ADD('month', -{{ setting('rfm_months') }}, moments.scored_on)), 0) AS monetary,
        BOOL_OR(orders.is_loyalty) AS is_member
    FROM {{ ref('customer_orders') }} AS orders
    JOIN moments ON orders.order_date <= moments.scored_on
    GROUP BY moments.moment, moments.scored_on, orders.customer_id
),
measured AS (
    SELECT
        moment, scored_on, customer_id, first_order_date, frequency, monetary, is_member,
        {{ days_between(last_order_date, scored_on) }} AS recency_days,
        {{ days_between(first_order_date, scored_on) }} AS days_since_first,
        frequency > 0 AS is_recent,
        {{ days_between(last_order_date, scored_on) }} > {{ setting('churn_at_risk_days') }} AS is_lapsed,
        CASE WHEN orders >= {{ setting('churn_late_min_orders') }}
            THEN {{ days_between(last_order_date, scored_on) }}
                > {{ setting('churn_late_factor') }} * {{ ratio({{ days_between(first_order_date, last_order_date) }}, visits - 1) }}
        END AS is_late
    FROM ordered
),
scored AS (
    SELECT
        moment, scored_on, customer_id, first_order_date, is_member, recency_days, days_since_first, frequency, monetary, is_late,
        is_lapsed,
        CASE
            WHEN recency_days <= {{ setting('rfm_days_5') }} THEN 5
            WHEN recency_days <= {{ setting('rfm_days_4') }} THEN 4
            WHEN recency_days <= {{ setting('rfm_days_3') }} THEN 3
            WHEN recency_days <= {{ setting('rfm_days_2') }} THEN 2
            ELSE 1
        END AS recency_score,
        CASE
            WHEN is_recent THEN CAST(6 - CEIL(5 * CUME_DIST() OVER (PARTITION BY moment, is_recent ORDER BY frequency DESC)) AS INTEGER)
            ELSE 1
        END AS frequency_score,
        CASE
            WHEN is_recent THEN CAST(6 - CEIL(5 * CUME_DIST() OVER (PARTITION BY moment, is_recent ORDER BY monetary DESC)) AS INTEGER)
            ELSE 1
        END AS monetary_score
    FROM measured
)
SELECT
    moment, scored_on, customer_id, first_order_date, recency_days, frequency, monetary, recency_score, frequency_score, monetary_score,
    is_late,
    CASE
        WHEN recency_score >= {{ setting('rfm_vip_score') }}
            AND frequency_score >= {{ setting('rfm_vip_score') }}
            AND monetary_score >= {{ setting('rfm_vip_score') }}
            AND NOT is_lapsed THEN 'VIP'
        WHEN days_since_first <= {{ setting('rfm_new_days') }}
            AND frequency_score <= {{ setting('rfm_new_frequency') }}
            AND NOT is_lapsed THEN 'New'
        WHEN recency_score = 1 THEN 'Lost'
        WHEN recency_score <= 3 OR is_late OR is_lapsed THEN 'Churn Risk'
        ELSE 'Regular'
    END AS segment,
    is_member
FROM scored
