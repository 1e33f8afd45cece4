-- report:     orders-by-client
-- title:      Orders of one client
-- domain:     duff
-- model:      fact_orders
-- parameters:
--   client_id   int64   required values(dim_clients.client_id, client_name)  Id of the client
--   status      string  oneOf(created, delivered, broken)  Only orders in this status
--   channel     string  values(dim_channels.channel)  Only orders through this channel
--   product_id  int64   values(dim_products.product_id, description)  Only orders of this product
--   from        date    Only orders processed on this day or later
--   to          date    Only orders processed on this day or earlier
-- sortable:   order_id, product_id, product_ccf, unit_price, total_price, total_volume, channel, status, status_since, pa_date
-- order:      order_id
-- limit:      100
-- show:       order_id, product_id, product_description, product_ccf, total_price, channel, status, pa_date
-- money:      unit_price, total_price
-- currency:   {duff_currency}
-- litres:     total_volume
-- labels:
--   client_name          Client
--   product_description  Product
--   product_ccf          Units
--   total_volume         Litres
--   pa_date              Processed
-- cache:      until the next snapshot
-- chart:      none
-- from: fact_orders(order_id), dim_clients(client_id) for client_name lookup,
--   dim_products(product_id) for product_description lookup, order_status_history(order_id) for status_since
-- columns:
--   order_id             int64          Id of the order
--   client_id            int64          Id of the client
--   client_name          string         Latest name of the client
--   product_id           int64          Id of the product
--   product_description  string         Latest name of the product
--   unit_price           decimal(10,2)  Price of one unit in this order
--   product_ccf          int32          Units ordered
--   total_price          decimal(18,2)  Price times units
--   total_volume         decimal(18,3)  Litres times units
--   channel              string         Point of sale channel
--   status               string         Latest status
--   status_since         timestamp      Time of the source file that brought that status (UTC)
--   pa_date              date           Processing date (UTC) of the run that brought the latest state
--
-- Every order of one client, each once, in its latest state.

SELECT
    fact.order_id, fact.client_id, clients.client_name, fact.product_id,
    products.description AS product_description,
    fact.unit_price,
    fact.ccf AS product_ccf,
    fact.total_price, fact.total_volume, fact.channel, fact.status,
    history.changed_at AS status_since,
    fact.pa_date
FROM {{ ref('fact_orders') }} AS fact
JOIN {{ ref('dim_clients') }} AS clients ON clients.client_id = fact.client_id
JOIN {{ ref('dim_products') }} AS products ON products.product_id = fact.product_id
JOIN {{ ref('order_status_history') }} AS history ON history.order_id = fact.order_id AND history.is_latest
WHERE fact.client_id = {{ client_id }}
    AND ({{ status }} IS NULL OR fact.status = {{ status }})
    AND ({{ channel }} IS NULL OR fact.channel = {{ channel }})
    AND ({{ product_id }} IS NULL OR fact.product_id = {{ product_id }})
    AND ({{ from }} IS NULL OR fact.pa_date >= {{ from }})
    AND ({{ to }} IS NULL OR fact.pa_date <= {{ to }})
