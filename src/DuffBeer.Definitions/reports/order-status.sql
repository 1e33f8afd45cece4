-- report:     order-status
-- title:      Orders by status
-- domain:     duff
-- model:      order_status_report
-- parameters:
--   channel     string  values(dim_channels.channel)  Only orders through this channel; shares are then of the channel
--   product_id  int64   values(dim_products.product_id, description)  Only orders of this product
--   client_id   int64   values(dim_clients.client_id, client_name)  Only orders of this client
--   from        date    Only orders processed on this day or later
--   to          date    Only orders processed on this day or earlier
-- sortable:   status, orders, units, value, share
-- order:      status
-- limit:      100
-- show:       status, orders, units, value, share
-- money:      value
-- currency:   {duff_currency}
-- percent:    share
-- labels:
--   share  Share of value
-- cache:      until the next snapshot
-- chart:      pie(status, orders)
-- from: order_status_report(status) if no channel product_id client_id from to, duff_daily_sales(status, channel = {channel}, product_id
--   = {product_id}, pa_date >= {from}, pa_date <= {to}) if no client_id, fact_orders(status, client_id = {client_id}, channel =
--   {channel}, product_id = {product_id}, pa_date >= {from}, pa_date <= {to}) if client_id, dim_status(status)
-- whole: share
-- columns:
--   status  string         Latest status of the orders
--   orders  int64          Orders in it
--   units   int64          Units of those
--   value   decimal(18,2)  Value of those
--   share   double         Share of the value of all these orders, 0 to 1
--
-- Number and value of orders in each status.

WITH sold AS (
    SELECT status, orders, units, value
    FROM {{ ref('duff_daily_sales') }}
    WHERE {{ client_id }} IS NULL
        AND ({{ channel }} IS NULL OR channel = {{ channel }})
        AND ({{ product_id }} IS NULL OR product_id = {{ product_id }})
        AND ({{ from }} IS NULL OR pa_date >= {{ from }})
        AND ({{ to }} IS NULL OR pa_date <= {{ to }})
    UNION ALL
    SELECT status, 1 AS orders, ccf AS units, total_price AS value
    FROM {{ ref('fact_orders') }}
    WHERE client_id = {{ client_id }}
        AND ({{ channel }} IS NULL OR channel = {{ channel }})
        AND ({{ product_id }} IS NULL OR product_id = {{ product_id }})
        AND ({{ from }} IS NULL OR pa_date >= {{ from }})
        AND ({{ to }} IS NULL OR pa_date <= {{ to }})
)
SELECT status, orders, units, value, share
FROM {{ ref('order_status_report') }}
WHERE COALESCE({{ channel }}, CAST({{ product_id }} AS VARCHAR), CAST({{ client_id }} AS VARCHAR)) IS NULL
    AND COALESCE({{ from }}, {{ to }}) IS NULL
UNION ALL
SELECT
    statuses.status,
    COALESCE(counted.orders, 0) AS orders,
    COALESCE(counted.units, 0) AS units,
    COALESCE(counted.value, 0) AS value,
    {{ ratio(COALESCE(counted.value, 0), SUM(counted.value) OVER ()) }} AS share
FROM {{ ref('dim_status') }} AS statuses
LEFT JOIN (
    SELECT status, SUM(orders) AS orders, SUM(units) AS units, SUM(value) AS value
    FROM sold
    GROUP BY status
) AS counted ON counted.status = statuses.status
WHERE EXISTS (SELECT status FROM sold)
    AND (COALESCE({{ channel }}, CAST({{ product_id }} AS VARCHAR), CAST({{ client_id }} AS VARCHAR)) IS NOT NULL
        OR COALESCE({{ from }}, {{ to }}) IS NOT NULL)
