-- model:        segment_moves
-- grain:        from_segment, to_segment, is_member
-- owner:        restaurants
-- materialized: table
-- audits:       unique(from_segment, to_segment, is_member), accepted(from_segment, none, VIP, New, Churn Risk, Lost, Regular),
--               accepted(to_segment, VIP, New, Churn Risk, Lost, Regular), moves_add_up
-- from: customer_scores(moment = 'now', segment = to_segment, is_member, moment of customer_scores by customer_id = 'earlier', segment of
--     customer_scores by customer_id = from_segment) when from_segment VIP New 'Churn Risk' Lost Regular,
--   customer_scores(moment = 'earlier', segment = from_segment, moment of customer_scores by customer_id = 'now', segment of
--     customer_scores by customer_id = to_segment, is_member of customer_scores by customer_id = is_member) when from_segment VIP New
--     'Churn Risk' Lost Regular,
--   customer_scores(moment = 'now', segment = to_segment, is_member, first_order_date > from_date) when from_segment none
-- columns:
--   from_segment     string         Segment {segment_moves_months} months before as_of; none for customers without an order by then
--   to_segment       string         Segment at as_of
--   is_member        bool           Has ordered as a member of the loyalty programme at least once
--   customers        int64          Customers
--   monetary_before  decimal(18,2)  Total of their orders of the {rfm_months} months before the earlier day
--   monetary         decimal(18,2)  Total of their orders of the {rfm_months} months before as_of
--   from_date        date           The earlier day
--   to_date          date           as_of
--
-- Customers by their segment {segment_moves_months} months before and at as_of, both by today's rules and data.

SELECT
    COALESCE(earlier.segment, 'none') AS from_segment,
    today.segment AS to_segment,
    today.is_member,
    COUNT(*) AS customers,
    COALESCE(SUM(earlier.monetary), 0) AS monetary_before,
    SUM(today.monetary) AS monetary,
    DATE_ADD('month', -{{ setting('segment_moves_months') }}, MIN(today.scored_on)) AS from_date,
    MIN(today.scored_on) AS to_date
FROM {{ ref('customer_scores') }} AS today
LEFT JOIN {{ ref('customer_scores') }} AS earlier ON earlier.customer_id = today.customer_id AND earlier.moment = 'earlier'
WHERE today.moment = 'now'
GROUP BY 1, 2, 3
