-- report:     price-history
-- title:      Price history of products
-- domain:     duff
-- model:      dim_product_prices
-- parameters:
--   product_id  int64  values(dim_products.product_id, description)  Only this product
--   from        date   Only prices that applied on this day or later
--   to          date   Only prices that applied on this day or earlier
-- sortable:   product_id, description, period, price, valid_from, orders
-- order:      product_id, period
-- limit:      1000
-- show:       product_id, description, period, price, valid_from, valid_to, is_current
-- dimensions: period
-- money:      price
-- currency:   {duff_currency}
-- labels:
--   description  Product
--   is_current   Current
-- cache:      until the next snapshot
-- chart:      step(valid_from, price, description)
-- from: dim_product_prices(product_id, period), dim_products(product_id) for description lookup
-- columns:
--   product_id   int64          Id of the product
--   description  string         Latest name of the product
--   period       int64          1 for the first price of the product
--   price        decimal(10,2)  Price of one unit
--   valid_from   timestamp      Time of the source file with the first order at this price (UTC)
--   valid_to     timestamp      Time of the source file with the first order at the next price (UTC); null for today's price
--   is_current   bool           This is today's price
--   orders       int64          Orders placed at this price in this period
--
-- The price of each product over time.

SELECT
    prices.product_id, products.description, prices.period, prices.price,
    prices.valid_from, prices.valid_to, prices.is_current, prices.orders
FROM {{ ref('dim_product_prices') }} AS prices
JOIN {{ ref('dim_products') }} AS products ON products.product_id = prices.product_id
WHERE ({{ product_id }} IS NULL OR prices.product_id = {{ product_id }})
    AND ({{ from }} IS NULL OR prices.valid_to IS NULL OR CAST(prices.valid_to AS DATE) >= {{ from }})
    AND ({{ to }} IS NULL OR CAST(prices.valid_from AS DATE) <= {{ to }})
