-- audit: rfm_grid_adds_up
--
-- The grid has 25 cells, and their customers are all customers.

SELECT grid.cells, grid.customers, everyone.customers AS expected_customers
FROM (SELECT COUNT(*) AS cells, SUM(customers) AS customers FROM {{ ref('rfm_grid') }}) AS grid
CROSS JOIN (SELECT COUNT(*) AS customers FROM {{ ref('customers') }}) AS everyone
WHERE grid.cells <> 25 OR grid.customers <> everyone.customers
