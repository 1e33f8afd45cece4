-- report:     customer-segments
-- title:      Segments of customers by recency, frequency and monetary value
-- domain:     restaurant
-- model:      customer_segments
-- parameters:
--   customer_id  string  Only this customer
--   segment      string  oneOf(VIP, New, Churn Risk, Regular)  Only customers of this segment
--   is_member    bool    true: only members of the loyalty programme; false: only others
-- sortable:   customer_id, recency_days, frequency, monetary, recency_score, frequency_score, monetary_score, segment, is_member, as_of
-- order:      monetary desc, customer_id
-- limit:      100
-- show:       customer_id, segment, recency_days, frequency, monetary, recency_score, frequency_score, monetary_score
-- cache:      until the next snapshot
-- chart:      scatter(recency_days, monetary, segment)
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
-- Who is valuable, new or about to leave.

SELECT customer_id, recency_days, frequency, monetary, recency_score, frequency_score, monetary_score, segment, is_member, as_of
FROM {{ ref('customer_segments') }}
WHERE ({{ customer_id }} IS NULL OR customer_id = {{ customer_id }})
    AND ({{ segment }} IS NULL OR segment = {{ segment }})
    AND ({{ is_member }} IS NULL OR is_member = {{ is_member }})
