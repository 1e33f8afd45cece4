-- report:     sales-by-product
-- title:      Sales by product
-- domain:     duff
-- model:      product_sales
-- parameters:
--   product_id  int64  values(dim_products.product_id, description)  Only this product
-- sortable:   product_id, description, orders, units, litres, gross_sales, broken_orders, broken_value, broken_rate, net_sales, share, rank
-- order:      net_sales desc, product_id
-- limit:      100
-- show:       product_id, description, orders, gross_sales, broken_rate, net_sales, share, rank
-- money:      gross_sales, broken_value, net_sales
-- currency:   {duff_currency}
-- percent:    broken_rate, share
-- litres:     litres
-- none:       rank
-- labels:
--   description  Product
--   share        Share of net sales
-- cache:      until the next snapshot
-- chart:      bar(description, gross_sales, net_sales)
-- columns:
--   product_id     int64          Id of the product
--   description    string         Latest name of the product
--   orders         int64          Orders, broken ones included
--   units          int64          Units ordered, broken orders included
--   litres         decimal(18,3)  Litres ordered, broken orders included
--   gross_sales    decimal(18,2)  Value of all orders
--   broken_orders  int64          Orders that broke on the way
--   broken_value   decimal(18,2)  Value of those
--   broken_rate    double         Broken orders per order, 0 to 1
--   net_sales      decimal(18,2)  Gross sales without broken orders
--   share          double         Share of the net sales of all products, 0 to 1
--   rank           int64          1 for the most net sales; equal ones share a rank
--
-- What each product sold, with and without broken orders.

SELECT product_id, description, orders, units, litres, gross_sales, broken_orders, broken_value, broken_rate, net_sales, share, rank
FROM {{ ref('product_sales') }}
WHERE {{ product_id }} IS NULL OR product_id = {{ product_id }}
