-- report:     product-channel
-- title:      Sales by product and channel
-- domain:     duff
-- model:      product_channel_sales
-- parameters:
--   product_id  int64   values(dim_products.product_id, description)  Only this product
--   channel     string  values(dim_channels.channel)  Only this channel
-- sortable:   product_id, description, channel, orders, units, litres, gross_sales, broken_orders, broken_value, broken_rate,
--             net_sales, share, rank
-- order:      product_id, channel
-- limit:      1000
-- show:       product_id, channel, description, orders, gross_sales, broken_rate, net_sales, share, rank
-- money:      gross_sales, broken_value, net_sales
-- currency:   {duff_currency}
-- percent:    broken_rate, share
-- litres:     litres
-- none:       rank
-- labels:
--   description  Product
--   share        Share of net sales
-- cache:      until the next snapshot
-- chart:      heatmap(channel, description, net_sales)
-- columns:
--   product_id     int64          Id of the product
--   description    string         Latest name of the product
--   channel        string         Point of sale channel
--   orders         int64          Orders, broken ones included
--   units          int64          Units ordered, broken orders included
--   litres         decimal(18,3)  Litres ordered, broken orders included
--   gross_sales    decimal(18,2)  Value of all orders
--   broken_orders  int64          Orders that broke on the way
--   broken_value   decimal(18,2)  Value of those
--   broken_rate    double         Broken orders per order, 0 to 1
--   net_sales      decimal(18,2)  Gross sales without broken orders
--   share          double         Share of the net sales of all products through all channels, 0 to 1
--   rank           int64          1 for the most net sales; equal ones share a rank
--
-- What each product sold through each channel that has orders of it.

SELECT
    product_id, description, channel, orders, units, litres, gross_sales,
    broken_orders, broken_value, broken_rate, net_sales, share, rank
FROM {{ ref('product_channel_sales') }}
WHERE ({{ product_id }} IS NULL OR product_id = {{ product_id }})
    AND ({{ channel }} IS NULL OR channel = {{ channel }})
