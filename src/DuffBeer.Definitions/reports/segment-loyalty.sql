-- report:     segment-loyalty
-- title:      Segments crossed with loyalty
-- domain:     restaurant
-- model:      segment_loyalty
-- parameters:
--   segment  string  oneOf(VIP, New, Churn Risk, Lost, Regular)  Only this segment
-- sortable:   segment, is_member, customers, share, share_of_segment, frequency, monetary
-- order:      segment, is_member desc
-- limit:      100
-- show:       segment, is_member, customers, share, share_of_segment, frequency, monetary
-- money:      monetary
-- currency:   {reporting_currency}
-- percent:    share, share_of_segment
-- labels:
--   is_member  Member
--   frequency  Orders
--   monetary   Spend
--   share      Share of customers
-- cache:      until the next snapshot
-- chart:      bar(segment, customers, is_member)
-- from: segment_loyalty(segment, is_member)
-- whole: share, share_of_segment
-- columns:
--   segment           string         VIP, New, Regular, Churn Risk or Lost
--   is_member         bool           Has ordered as a member of the loyalty programme at least once
--   customers         int64          Customers in both
--   share             double         Share of all customers, 0 to 1
--   share_of_segment  double         Share of the customers of the segment, 0 to 1
--   frequency         int64          Their orders of the last {rfm_months} months
--   monetary          decimal(18,2)  Total of those
--
-- How many customers of each segment are members of the loyalty programme.

SELECT segment, is_member, customers, share, share_of_segment, frequency, monetary
FROM {{ ref('segment_loyalty') }}
WHERE ({{ segment }} IS NULL OR segment = {{ segment }})
