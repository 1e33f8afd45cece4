-- model:        stg_duff_orders
-- grain:        order_id
-- owner:        sales
-- materialized: table
-- audits:       unique(order_id), not_null(client_id), not_null(product_id), accepted(status, created, delivered, broken)
-- from: stg_duff_order_rows(order_id)
-- columns:
--   order_id            int64          Id of the order
--   client_id           int64          Id of the client
--   client_name         string         Name of the client as the order's latest row gives it
--   product_id          int64          Id of the product
--   product_description string         Name of the product as the order's latest row gives it
--   product_price       decimal(10,2)  Price of one unit
--   product_ccf         int32          Units ordered
--   product_volume      decimal(10,3)  Litres of one unit
--   channel             string         Point of sale channel
--   status              string         Latest status
--   total_price         decimal(18,2)  Price times units
--   total_volume        decimal(18,3)  Litres times units
--   pa_date             date           Processing date (UTC) of the run that brought the latest state
--   source_time         timestamp      When the file that brought the latest state was last modified (UTC)
--   run_id              string         Run that brought the latest state
--   run_order           int32          Rank of that run by source time, then source key
--   source_offset       int64          Byte offset of the row in its file
--
-- Every order once, in its latest state: its last row by source time, source key and byte offset.

SELECT
    order_id, client_id, client_name, product_id, product_description, product_price, product_ccf, product_volume,
    channel, status, total_price, total_volume, pa_date, source_time, run_id, run_order, source_offset
FROM {{ ref('stg_duff_order_rows') }}
WHERE row_role = 'kept'
