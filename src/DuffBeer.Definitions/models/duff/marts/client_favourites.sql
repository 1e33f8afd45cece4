-- model:        client_favourites
-- grain:        client_id, kind, favourite
-- owner:        sales
-- materialized: table
-- audits:       unique(client_id, kind, favourite), accepted(kind, product, channel)
-- from: fact_orders(client_id), dim_products(description = label) for label lookup
-- columns:
--   client_id  int64   Id of the client
--   kind       string  product or channel
--   favourite  string  Product id, or channel name
--   label      string  Latest name of the product, or name of the channel
--   orders     int64   Orders of the client for it
--   is_tie     bool    Other favourites of this kind have as many orders
--
-- The products and channels each client orders most often; on a tie, each is a row.

WITH counted AS (
    SELECT client_id, 'product' AS kind, CAST(product_id AS VARCHAR) AS favourite, product_id, COUNT(*) AS orders
    FROM {{ ref('fact_orders') }}
    GROUP BY client_id, product_id
    UNION ALL
    SELECT client_id, 'channel' AS kind, channel AS favourite, NULL AS product_id, COUNT(*) AS orders
    FROM {{ ref('fact_orders') }}
    GROUP BY client_id, channel
),
placed AS (
    SELECT
        client_id, kind, favourite, product_id, orders,
        RANK() OVER (PARTITION BY client_id, kind ORDER BY orders DESC) AS place
    FROM counted
)
SELECT
    placed.client_id,
    placed.kind,
    placed.favourite,
    COALESCE(products.description, placed.favourite) AS label,
    placed.orders,
    COUNT(*) OVER (PARTITION BY placed.client_id, placed.kind) > 1 AS is_tie
FROM placed
LEFT JOIN {{ ref('dim_products') }} AS products ON products.product_id = placed.product_id
WHERE placed.place = 1
