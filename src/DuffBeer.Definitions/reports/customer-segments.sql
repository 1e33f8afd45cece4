-- report:     customer-segments
-- title:      Segments of customers by recency, frequency and monetary value
-- domain:     restaurant
-- model:      customer_segments
-- parameters:
--   customer_id  string  values(customers.customer_id)  Only this customer
--   segment      string  oneOf(VIP, New, Churn Risk, Lost, Regular)  Only customers of this segment
--   is_member    bool    true: only members of the loyalty programme; false: only others
-- sortable:   customer_id, first_order_date, recency_days, frequency, monetary, recency_score, frequency_score, monetary_score,
--             is_late, segment, is_member, as_of
-- order:      monetary desc, customer_id
-- limit:      100
-- show:       customer_id, segment, recency_days, frequency, monetary, recency_score, frequency_score, monetary_score
-- money:      monetary
-- currency:   {reporting_currency}
-- days:       recency_days
-- score:      recency_score, frequency_score, monetary_score
-- labels:
--   recency_days  Recency
--   frequency     Orders
--   monetary      Spend
-- cache:      until the next snapshot
-- chart:      scatter(recency_days, monetary, segment)
-- from: customer_segments(customer_id)
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
--   segment           string         VIP, New, Churn Risk, Lost or Regular, as the model customer_segments describes
--   is_member         bool           Has ordered as a member of the loyalty programme at least once
--   as_of             date           Day from which the figures are counted back
--
-- Who is valuable, new, about to leave or lost.

SELECT
    customer_id, first_order_date, recency_days, frequency, monetary, recency_score, frequency_score, monetary_score, is_late, segment,
    is_member, as_of
FROM {{ ref('customer_segments') }}
WHERE ({{ customer_id }} IS NULL OR customer_id = {{ customer_id }})
    AND ({{ segment }} IS NULL OR segment = {{ segment }})
    AND ({{ is_member }} IS NULL OR is_member = {{ is_member }})
