-- model:        fact_orders
-- grain:        order_id
-- owner:        sales
-- materialized: table
-- partition by: pa_date
-- audits:       unique(order_id), relates(client_id, dim_clients.client_id), relates(product_id, dim_products.product_id),
--               relates(status_key, dim_status.status_key), relates(channel_key, dim_channels.channel_key),
--               relates(pa_date, dim_dates.date_day)
-- from: stg_duff_orders(order_id)
-- columns:
--   order_id      int64          Id of the order
--   client_id     int64          The client, in dim_clients
--   product_id    int64          The product, in dim_products
--   channel_key   int64          The channel, in dim_channels
--   status_key    int64          The latest status, in dim_status
--   channel       string         Name of the channel
--   status        string         Name of the latest status
--   unit_price    decimal(10,2)  Price of one unit in this order
--   ccf           int32          Units ordered
--   total_price   decimal(18,2)  Price times units
--   total_volume  decimal(18,3)  Litres times units
--   pa_date       date           Processing date (UTC) of the run that brought the latest state
--
-- Every order once, in its latest state, with the keys of its dimensions.

SELECT
    order_id,
    client_id,
    product_id,
    {{ fixed_key('duff_orders.point_of_sale_channel', channel) }} AS channel_key,
    {{ fixed_key('duff_orders.status', status) }} AS status_key,
    channel,
    status,
    product_price AS unit_price,
    product_ccf AS ccf,
    total_price,
    total_volume,
    pa_date
FROM {{ ref('stg_duff_orders') }}
