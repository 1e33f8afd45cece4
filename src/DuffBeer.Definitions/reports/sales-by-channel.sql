-- report:     sales-by-channel
-- title:      Sales by channel
-- domain:     duff
-- model:      channel_sales
-- parameters:
--   channel  string  values(dim_channels.channel)  Only this channel
-- sortable:   channel, orders, units, litres, gross_sales, broken_orders, broken_value, broken_rate, net_sales, share, rank
-- order:      net_sales desc, channel
-- limit:      100
-- show:       channel, orders, gross_sales, broken_orders, broken_rate, net_sales, share, rank
-- money:      gross_sales, broken_value, net_sales
-- currency:   {duff_currency}
-- percent:    broken_rate, share
-- litres:     litres
-- none:       rank
-- labels:
--   share  Share of net sales
-- cache:      until the next snapshot
-- chart:      bar(channel, gross_sales, net_sales)
-- columns:
--   channel        string         Point of sale channel
--   orders         int64          Orders, broken ones included
--   units          int64          Units ordered, broken orders included
--   litres         decimal(18,3)  Litres ordered, broken orders included
--   gross_sales    decimal(18,2)  Value of all orders
--   broken_orders  int64          Orders that broke on the way
--   broken_value   decimal(18,2)  Value of those
--   broken_rate    double         Broken orders per order, 0 to 1
--   net_sales      decimal(18,2)  Gross sales without broken orders
--   share          double         Share of the net sales of all channels, 0 to 1
--   rank           int64          1 for the most net sales; equal ones share a rank
--
-- What was sold through each channel, with and without broken orders.

SELECT channel, orders, units, litres, gross_sales, broken_orders, broken_value, broken_rate, net_sales, share, rank
FROM {{ ref('channel_sales') }}
WHERE {{ channel }} IS NULL OR channel = {{ channel }}
