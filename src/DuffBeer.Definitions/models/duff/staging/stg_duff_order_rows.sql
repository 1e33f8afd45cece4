-- model:        stg_duff_order_rows
-- grain:        one accepted row of the source
-- owner:        sales
-- materialized: table
-- audits:       unique(run_id, source_offset), not_null(order_id), accepted(row_role, kept, superseded, duplicate)
-- from: duff_orders(order_id)
-- fate: duff_orders by order_id
-- columns:
--   order_id            int64          Id of the order
--   client_id           int64          Id of the client
--   client_name         string         Name of the client in this row
--   product_id          int64          Id of the product
--   product_description string         Name of the product in this row
--   product_price       decimal(10,2)  Price of one unit
--   product_ccf         int32          Units ordered
--   product_volume      decimal(10,3)  Litres of one unit
--   channel             string         Point of sale channel
--   status              string         Status of the order in this row
--   total_price         decimal(18,2)  Price times units
--   total_volume        decimal(18,3)  Litres times units
--   pa_date             date           Processing date of the run (UTC)
--   source_time         timestamp      When the source file was last modified (UTC)
--   run_id              string         Run that ingested the row
--   run_order           int32          Rank of the run by source time, then source key
--   source_offset       int64          Byte offset of the row in its file
--   version             int64          1 for an order's first row, incremented whenever its values change
--   is_placement        bool           The order's first row with this product: its price is that of the day of ordering
--   row_role            string         kept: the order's latest state; superseded: an earlier one; duplicate: identical to the row before
--
-- Every accepted row until as_of in source order, and how it is used. A row is a duplicate where it equals the order's row right before
-- it in every source column, because it changes nothing. A row that returns to an older state is a change, not a duplicate, because the
-- latest row always decides. Of equal rows the first is kept: that is when the state began.

WITH repeated AS (
    SELECT order_id
    FROM {{ source('duff_orders') }}
    WHERE {{ setting('as_of') }} IS NULL OR pa_date <= {{ setting('as_of') }}
    GROUP BY order_id
    HAVING COUNT(*) > 1
),
-- Few orders are sent again: only their rows are sorted.
sent AS (
    SELECT
        order_id, client_id, client_name, product_id, product_description, product_price, product_ccf, product_volume,
        point_of_sale_channel, status, total_price, total_volume, pa_date, _source_time, _run, _run_order, _offset,
        CASE
            WHEN LAG(client_id) OVER earlier = client_id
                AND LAG(client_name) OVER earlier = client_name
                AND LAG(product_id) OVER earlier = product_id
                AND LAG(product_description) OVER earlier = product_description
                AND LAG(product_price) OVER earlier = product_price
                AND LAG(product_ccf) OVER earlier = product_ccf
                AND LAG(product_volume) OVER earlier = product_volume
                AND LAG(point_of_sale_channel) OVER earlier = point_of_sale_channel
                AND LAG(status) OVER earlier = status
            THEN 0 ELSE 1
        END AS is_new
    FROM {{ source('duff_orders') }}
    WHERE order_id IN (SELECT order_id FROM repeated) AND ({{ setting('as_of') }} IS NULL OR pa_date <= {{ setting('as_of') }})
    WINDOW earlier AS (PARTITION BY order_id ORDER BY _run_order, _offset)
),
numbered AS (
    SELECT
        order_id, client_id, client_name, product_id, product_description, product_price, product_ccf, product_volume,
        point_of_sale_channel, status, total_price, total_volume, pa_date, _source_time, _run, _run_order, _offset, is_new,
        SUM(is_new) OVER (PARTITION BY order_id ORDER BY _run_order, _offset ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS version,
        SUM(is_new) OVER (PARTITION BY order_id) AS versions,
        ROW_NUMBER() OVER (PARTITION BY order_id, product_id ORDER BY _run_order, _offset) AS product_row
    FROM sent
    UNION ALL
    SELECT
        order_id, client_id, client_name, product_id, product_description, product_price, product_ccf, product_volume,
        point_of_sale_channel, status, total_price, total_volume, pa_date, _source_time, _run, _run_order, _offset,
        1 AS is_new, 1 AS version, 1 AS versions, 1 AS product_row
    FROM {{ source('duff_orders') }}
    WHERE order_id NOT IN (SELECT order_id FROM repeated) AND ({{ setting('as_of') }} IS NULL OR pa_date <= {{ setting('as_of') }})
)
SELECT
    order_id, client_id, client_name, product_id, product_description, product_price, product_ccf, product_volume,
    point_of_sale_channel AS channel,
    status, total_price, total_volume, pa_date,
    _source_time AS source_time,
    _run AS run_id,
    _run_order AS run_order,
    _offset AS source_offset,
    version,
    product_row = 1 AS is_placement,
    CASE WHEN is_new = 0 THEN 'duplicate' WHEN version = versions THEN 'kept' ELSE 'superseded' END AS row_role
FROM numbered
