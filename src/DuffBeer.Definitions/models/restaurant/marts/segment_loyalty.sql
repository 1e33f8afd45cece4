-- model:        segment_loyalty
-- grain:        segment, is_member
-- owner:        restaurants
-- materialized: table
-- audits:       unique(segment, is_member), segments_add_up
-- from: customer_segments(segment, is_member)
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
-- Segments crossed with loyalty; a pair without customers has zeros.

WITH counted AS (
    SELECT segment, is_member, COUNT(*) AS customers, SUM(frequency) AS frequency, SUM(monetary) AS monetary
    FROM {{ ref('customer_segments') }}
    GROUP BY segment, is_member
),
pairs AS (
    SELECT segments.segment, loyalty.is_member
    FROM (VALUES ('VIP'), ('New'), ('Churn Risk'), ('Lost'), ('Regular')) AS segments (segment)
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS loyalty (is_member)
)
SELECT
    pairs.segment,
    pairs.is_member,
    COALESCE(counted.customers, 0) AS customers,
    {{ ratio(COALESCE(counted.customers, 0), SUM(counted.customers) OVER ()) }} AS share,
    {{ ratio(COALESCE(counted.customers, 0), SUM(counted.customers) OVER (PARTITION BY pairs.segment)) }} AS share_of_segment,
    COALESCE(counted.frequency, 0) AS frequency,
    COALESCE(counted.monetary, 0) AS monetary
FROM pairs
LEFT JOIN counted ON counted.segment = pairs.segment AND counted.is_member = pairs.is_member
