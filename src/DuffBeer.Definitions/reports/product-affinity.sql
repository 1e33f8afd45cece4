-- report:     product-affinity
-- title:      Products bought by the same clients
-- domain:     duff
-- model:      product_affinity
-- parameters:
--   product_id   int64  values(dim_products.product_id, description)  Only pairs with this product
--   min_clients  int64  default(1) min(1)  Only pairs that at least this many clients bought
-- sortable:   product_id, description, other_product_id, other_description, clients, other_clients, clients_both, lift, rank
-- order:      rank, product_id, other_product_id
-- limit:      100
-- show:       product_id, description, other_product_id, other_description, clients_both, lift, rank
-- ratio:      lift
-- none:       rank
-- labels:
--   description        Product
--   other_description  Other product
--   clients_both       Clients of both
-- cache:      until the next snapshot
-- chart:      heatmap(description, other_description, lift)
-- from: product_affinity(product_id, other_product_id)
-- whole: lift, rank
-- columns:
--   product_id         int64   The product of the pair with the smaller id
--   description        string  Latest name of that product
--   other_product_id   int64   The product of the pair with the greater id
--   other_description  string  Latest name of that product
--   clients            int64   Clients who bought the first
--   other_clients      int64   Clients who bought the second
--   clients_both       int64   Clients who bought both
--   lift               double  How many times more clients bought both than if the purchases were independent
--   rank               int64   1 for the greatest lift
--
-- Products that the same clients buy.

SELECT product_id, description, other_product_id, other_description, clients, other_clients, clients_both, lift, rank
FROM {{ ref('product_affinity') }}
WHERE ({{ product_id }} IS NULL OR product_id = {{ product_id }} OR other_product_id = {{ product_id }})
    AND clients_both >= {{ min_clients }}
