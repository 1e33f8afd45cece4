-- audit: segments_add_up
--
-- The customers of all segments are all customers.

WITH segments AS (
    SELECT SUM(customers) AS customers FROM {{ ref('segment_loyalty') }}
),
everybody AS (
    SELECT COUNT(*) AS customers FROM {{ ref('customers') }}
)
SELECT segments.customers, everybody.customers AS expected_customers
FROM segments
CROSS JOIN everybody
WHERE segments.customers <> everybody.customers
