-- model:        customer_segments
-- grain:        customer_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(customer_id), relates(customer_id, customers.customer_id),
--               accepted(segment, VIP, New, Churn Risk, Lost, Regular), not_null(recency_score), not_null(frequency_score),
--               not_null(monetary_score), segments_agree_with_states
-- from: customer_scores(customer_id, moment = 'now')
-- whole: frequency_score, monetary_score, segment
-- columns:
--   customer_id       string         Id of the customer
--   first_order_date  date           Day of the first order
--   recency_days      int64          Days from the last order to as_of
--   frequency         int64          Orders of the last {rfm_months} months
--   monetary          decimal(18,2)  Their total
--   recency_score     int32          5 to {rfm_days_5} days, 4 to {rfm_days_4}, 3 to {rfm_days_3}, 2 to {rfm_days_2}, 1
--   frequency_score   int32          1 to 5, among those who ordered in those months; 1 for all others
--   monetary_score    int32          1 to 5, by the same rule
--   is_late           bool           Away longer than {churn_late_factor} times the own mean gap between visits; null without a rhythm
--   segment           string         VIP, New, Churn Risk, Lost or Regular, as described above
--   is_member         bool           Has ordered as a member of the loyalty programme at least once
--   as_of             date           Day from which the figures are counted back
--
-- Recency, frequency and monetary value of each customer. Recency is scored by days, because where most customers have left, a share of
-- the best would include those who left a year ago. Frequency and monetary value are scored by the share of customers that are at least
-- as good (cume_dist from the best); ties share the lower score, so that the many who ordered once do not count as frequent.
--
-- VIP: all three scores are at least {rfm_vip_score}. New: first order within {rfm_new_days} days, and a frequency score of at most
-- {rfm_new_frequency}. Lost: a recency score of 1. Churn Risk: a recency score of 2 or 3, or a better one but late against the own
-- rhythm. All others are Regular. The first that applies counts; a customer whose churn state is Lapsed is neither VIP nor New.

SELECT
    customer_id, first_order_date, recency_days, frequency, monetary, recency_score, frequency_score, monetary_score, is_late, segment,
    is_member,
    scored_on AS as_of
FROM {{ ref('customer_scores') }}
WHERE moment = 'now'
