-- report:     order-status
-- title:      Orders by status
-- domain:     duff
-- model:      order_status_report
-- parameters:
--   channel  string  values(dim_channels.channel)  Only orders through this channel; shares are then of the channel
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
-- columns:
--   status  string         Latest status of the orders
--   orders  int64          Orders in it
--   units   int64          Units of those
--   value   decimal(18,2)  Value of those
--   share   double         Share of the value of all orders, 0 to 1
--
-- Number and value of orders in each status.

SELECT status, orders, units, value, share
FROM {{ ref('order_status_report') }}
WHERE {{ channel }} IS NULL
UNION ALL
SELECT status, orders, units, value, share
FROM {{ ref('order_status_by_channel') }}
WHERE channel = {{ channel }}
