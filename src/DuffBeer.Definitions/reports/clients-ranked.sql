-- report:     clients-ranked
-- title:      Clients by net sales
-- domain:     duff
-- model:      fact_orders
-- parameters:
--   channel     string  values(dim_channels.channel)  Only orders through this channel
--   product_id  int64   values(dim_products.product_id, description)  Only orders of this product
--   from        date    Only orders processed on this day or later
--   to          date    Only orders processed on this day or earlier
--   n           int32   default(10) min(1) max(1000)  How many ranks; clients tied for the last one are all included
-- sortable:   client_id, client_name, orders, units, litres, gross_sales, broken_orders, broken_value, broken_rate, net_sales, share, rank
-- order:      rank, client_id
-- limit:      1000
-- show:       client_id, client_name, orders, gross_sales, broken_value, net_sales, share, rank
-- percent:    broken_rate, share
-- money:      gross_sales, broken_value, net_sales
-- currency:   {duff_currency}
-- litres:     litres
-- none:       rank
-- labels:
--   client_name  Client
-- cache:      until the next snapshot
-- chart:      bar(client_name, net_sales)
-- from: client_sales(client_id) if no channel product_id from to,
--   fact_orders(client_id, channel = {channel}, product_id = {product_id}, pa_date >= {from}, pa_date <= {to}) if channel product_id from
--     to,
--   dim_clients(client_id) for client_name lookup
-- whole: share, rank
-- columns:
--   client_id      int64          Id of the client; names are not unique
--   client_name    string         Latest name of the client
--   orders         int64          Orders, broken ones included
--   units          int64          Units ordered, broken orders included
--   litres         decimal(18,3)  Litres ordered, broken orders included
--   gross_sales    decimal(18,2)  Value of all orders
--   broken_orders  int64          Orders that broke on the way
--   broken_value   decimal(18,2)  Value of those
--   broken_rate    double         Broken orders per order, 0 to 1
--   net_sales      decimal(18,2)  Gross sales without broken orders
--   share          double         Share of the net sales of all these orders, 0 to 1
--   rank           int64          1 for the most net sales; equal ones share a rank
--
-- The clients with the most net sales through a channel, of a product, between two days.

WITH sold AS (
    SELECT client_id, orders, units, litres, gross_sales, broken_orders, broken_value, net_sales
    FROM {{ ref('client_sales') }}
    WHERE COALESCE({{ channel }}, CAST({{ product_id }} AS VARCHAR)) IS NULL AND COALESCE({{ from }}, {{ to }}) IS NULL
    UNION ALL
    SELECT
        client_id,
        COUNT(*) AS orders,
        SUM(ccf) AS units,
        SUM(total_volume) AS litres,
        SUM(total_price) AS gross_sales,
        COUNT(*) FILTER (WHERE status = 'broken') AS broken_orders,
        COALESCE(SUM(total_price) FILTER (WHERE status = 'broken'), 0) AS broken_value,
        COALESCE(SUM(total_price) FILTER (WHERE status <> 'broken'), 0) AS net_sales
    FROM {{ ref('fact_orders') }}
    WHERE (COALESCE({{ channel }}, CAST({{ product_id }} AS VARCHAR)) IS NOT NULL OR COALESCE({{ from }}, {{ to }}) IS NOT NULL)
        AND ({{ channel }} IS NULL OR channel = {{ channel }})
        AND ({{ product_id }} IS NULL OR product_id = {{ product_id }})
        AND ({{ from }} IS NULL OR pa_date >= {{ from }})
        AND ({{ to }} IS NULL OR pa_date <= {{ to }})
    GROUP BY client_id
),
ranked AS (
    SELECT
        client_id, orders, units, litres, gross_sales, broken_orders, broken_value,
        {{ ratio(broken_orders, orders) }} AS broken_rate,
        net_sales,
        {{ ratio(net_sales, SUM(net_sales) OVER ()) }} AS share,
        RANK() OVER (ORDER BY net_sales DESC) AS rank
    FROM sold
)
SELECT
    ranked.client_id, clients.client_name, ranked.orders, ranked.units, ranked.litres, ranked.gross_sales, ranked.broken_orders,
    ranked.broken_value, ranked.broken_rate, ranked.net_sales, ranked.share, ranked.rank
FROM ranked
JOIN {{ ref('dim_clients') }} AS clients ON clients.client_id = ranked.client_id
WHERE ranked.rank <= {{ n }}
