-- report:     segment-sizes
-- title:      Segments of customers
-- domain:     restaurant
-- model:      customer_segments
-- parameters:
--   is_member  bool  true: only members of the loyalty programme; false: only others
-- sortable:   segment, customers, share, customers_before, customers_change, frequency, monetary, monetary_share, monetary_per_customer
-- order:      monetary desc, segment
-- limit:      10
-- show:       segment, customers, share, customers_change, monetary, monetary_share, monetary_per_customer
-- percent:    share, customers_change, monetary_share
-- money:      monetary, monetary_per_customer
-- currency:   {reporting_currency}
-- labels:
--   share                  Share of customers
--   frequency              Orders
--   monetary               Spend
--   monetary_share         Share of spend
--   monetary_per_customer  Spend per customer
--   customers_change       Change of customers
-- cache:      until the next snapshot
-- chart:      bar(segment, customers)
-- from: customer_segments(segment, is_member = {is_member}),
--   segment_moves(from_segment = segment, is_member = {is_member}) for customers_before customers_change
-- whole: share, monetary_share
-- columns:
--   segment                string         VIP, New, Regular, Churn Risk or Lost
--   customers              int64          Customers in it
--   share                  double         Share of all customers, 0 to 1
--   customers_before       int64          Of today's customers, those who were in it {segment_moves_months} months before
--   customers_change       double         Change from there as a fraction; null where there was none
--   frequency              int64          Their orders of the last {rfm_months} months
--   monetary               decimal(18,2)  Total of those
--   monetary_share         double         Share of that total of all customers, 0 to 1
--   monetary_per_customer  decimal(18,2)  That total per customer
--
-- How many customers each segment has, how many it had {segment_moves_months} months before, and what they spend.

WITH counted AS (
    SELECT segment, COUNT(*) AS customers, SUM(frequency) AS frequency, SUM(monetary) AS monetary
    FROM {{ ref('customer_segments') }}
    WHERE {{ is_member }} IS NULL OR is_member = {{ is_member }}
    GROUP BY segment
),
before AS (
    SELECT from_segment AS segment, SUM(customers) AS customers
    FROM {{ ref('segment_moves') }}
    WHERE {{ is_member }} IS NULL OR is_member = {{ is_member }}
    GROUP BY from_segment
)
SELECT
    segments.segment,
    COALESCE(counted.customers, 0) AS customers,
    {{ ratio(COALESCE(counted.customers, 0), SUM(counted.customers) OVER ()) }} AS share,
    COALESCE(before.customers, 0) AS customers_before,
    {{ ratio(COALESCE(counted.customers, 0) - before.customers, before.customers) }} AS customers_change,
    COALESCE(counted.frequency, 0) AS frequency,
    COALESCE(counted.monetary, 0) AS monetary,
    {{ ratio(COALESCE(counted.monetary, 0), SUM(counted.monetary) OVER ()) }} AS monetary_share,
    {{ ratio(counted.monetary, counted.customers) }} AS monetary_per_customer
FROM (VALUES ('VIP'), ('New'), ('Churn Risk'), ('Lost'), ('Regular')) AS segments (segment)
LEFT JOIN counted ON counted.segment = segments.segment
LEFT JOIN before ON before.segment = segments.segment
