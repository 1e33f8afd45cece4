-- model:        orders_summary
-- grain:        client_id
-- owner:        sales
-- materialized: table
-- audits:       unique(client_id)
-- from: client_sales(client_id)
-- columns:
--   client_id     int64          Id of the client
--   client_name   string         Latest name of the client
--   total_orders  int64          Orders, broken ones included
--   total_sales   decimal(18,2)  Value of all orders, broken ones included
--
-- Orders and sales of each client, in four columns.

SELECT
    client_id,
    client_name,
    total_orders,
    gross_sales AS total_sales
FROM {{ ref('client_sales') }}
