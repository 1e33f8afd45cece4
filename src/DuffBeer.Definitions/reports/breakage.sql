-- report:     breakage
-- title:      Breakage by product and channel
-- domain:     duff
-- model:      breakage
-- parameters:
--   product_id  int64   values(dim_products.product_id, description)  Only this product
--   channel     string  values(dim_channels.channel)  Only this channel
--   min_orders  int64   default(1) min(1)  Only products with at least this many orders through the channel
-- sortable:   product_id, description, channel, orders, broken_orders, broken_value, broken_rate, broken_rate_low, broken_rate_high, rank
-- order:      rank, product_id, channel
-- limit:      1000
-- show:       product_id, channel, description, orders, broken_orders, broken_value, broken_rate, rank
-- money:      broken_value
-- currency:   {duff_currency}
-- percent:    broken_rate, broken_rate_low, broken_rate_high
-- none:       rank
-- labels:
--   broken_rate_low   Broken rate, low
--   broken_rate_high  Broken rate, high
--   description       Product
-- cache:      until the next snapshot
-- chart:      interval(description, broken_rate, broken_rate_low, broken_rate_high, channel)
-- columns:
--   product_id        int64          Id of the product
--   description       string         Latest name of the product
--   channel           string         Point of sale channel
--   orders            int64          Orders, broken ones included
--   broken_orders     int64          Orders that broke on the way
--   broken_value      decimal(18,2)  Value of those
--   broken_rate       double         Broken orders per order, 0 to 1
--   broken_rate_low   double         Lower end of the rate's Wilson interval
--   broken_rate_high  double         Upper end of the rate's Wilson interval
--   rank              int64          1 for the greatest lower end
--
-- What breaks most often on the way, ranked so that a few orders do not dominate.

SELECT product_id, description, channel, orders, broken_orders, broken_value, broken_rate, broken_rate_low, broken_rate_high, rank
FROM {{ ref('breakage') }}
WHERE ({{ product_id }} IS NULL OR product_id = {{ product_id }})
    AND ({{ channel }} IS NULL OR channel = {{ channel }})
    AND orders >= {{ min_orders }}
