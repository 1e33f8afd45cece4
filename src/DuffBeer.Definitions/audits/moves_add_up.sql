-- audit: moves_add_up
--
-- The customers of all moves are all customers.

SELECT moves.customers, everyone.customers AS expected_customers
FROM (SELECT COALESCE(SUM(customers), 0) AS customers FROM {{ ref('segment_moves') }}) AS moves
CROSS JOIN (SELECT COUNT(*) AS customers FROM {{ ref('customers') }}) AS everyone
WHERE moves.customers <> everyone.customers
