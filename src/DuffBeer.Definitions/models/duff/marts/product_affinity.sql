-- model:        product_affinity
-- grain:        product_id, other_product_id
-- owner:        sales
-- materialized: table
-- audits:       unique(product_id, other_product_id), relates(product_id, dim_products.product_id),
--               relates(other_product_id, dim_products.product_id)
-- from: fact_orders(product_id), fact_orders(product_id = other_product_id), dim_products(product_id) for description lookup,
--   dim_products(product_id = other_product_id) for other_description lookup
-- whole: clients_all, lift, rank
-- columns:
--   product_id         int64   The product of the pair with the smaller id
--   description        string  Latest name of that product
--   other_product_id   int64   The product of the pair with the greater id
--   other_description  string  Latest name of that product
--   clients            int64   Clients who bought the first
--   other_clients      int64   Clients who bought the second
--   clients_both       int64   Clients who bought both, in one order or in several
--   clients_all        int64   Clients who bought anything
--   lift               double  How many times more clients bought both than if the purchases were independent; 1: independent
--   rank               int64   1 for the greatest lift; equal ones share a rank
--
-- Pairs of products that the same clients buy, each pair once. Broken orders count: the client wanted the product. Pairs with fewer
-- common clients than {affinity_min_clients} are left out.

WITH bought AS (
    SELECT DISTINCT client_id, product_id
    FROM {{ ref('fact_orders') }}
),
products AS (
    SELECT product_id, COUNT(*) AS clients
    FROM bought
    GROUP BY product_id
),
everybody AS (
    SELECT COUNT(DISTINCT client_id) AS clients_all
    FROM bought
),
pairs AS (
    SELECT one.product_id, other.product_id AS other_product_id, COUNT(*) AS clients_both
    FROM bought AS one
    JOIN bought AS other ON other.client_id = one.client_id AND other.product_id > one.product_id
    GROUP BY one.product_id, other.product_id
    HAVING COUNT(*) >= {{ setting('affinity_min_clients') }}
)
SELECT
    pairs.product_id, named.description, pairs.other_product_id,
    other_named.description AS other_description,
    products.clients,
    others.clients AS other_clients,
    pairs.clients_both, everybody.clients_all,
    {{ ratio(pairs.clients_both * everybody.clients_all, products.clients * others.clients) }} AS lift,
    RANK() OVER (ORDER BY {{ ratio(pairs.clients_both * everybody.clients_all, products.clients * others.clients) }} DESC) AS rank
FROM pairs
JOIN products ON products.product_id = pairs.product_id
JOIN products AS others ON others.product_id = pairs.other_product_id
JOIN {{ ref('dim_products') }} AS named ON named.product_id = pairs.product_id
JOIN {{ ref('dim_products') }} AS other_named ON other_named.product_id = pairs.other_product_id
CROSS JOIN everybody
