-- report:     top-clients
-- title:      Clients with the most net sales
-- domain:     duff
-- model:      client_sales
-- parameters:
--   n  int32  default(10) min(1) max(1000)  How many ranks; clients tied for the last one are all included
-- sortable:   client_id, client_name, total_orders, units, litres, gross_sales, broken_value, broken_rate, net_sales,
--             avg_order_value, share, rank
-- order:      rank, client_id
-- limit:      1000
-- show:       client_id, client_name, total_orders, gross_sales, broken_value, net_sales, share, rank
-- money:      gross_sales, broken_value, net_sales, avg_order_value
-- currency:   {duff_currency}
-- percent:    broken_rate, share
-- litres:     litres
-- none:       rank
-- labels:
--   client_name               Client
--   favourite_product_is_tie  Favourite product tied
--   favourite_channel_is_tie  Favourite channel tied
--   share                     Share of net sales
-- cache:      until the next snapshot
-- chart:      bar(client_name, net_sales)
-- from: client_sales(client_id)
-- whole: share, abc_class, rank
-- columns:
--   client_id                 int64          Id of the client; names are not unique
--   client_name               string         Latest name of the client
--   total_orders              int64          Orders, broken ones included
--   units                     int64          Units ordered, broken orders included
--   litres                    decimal(18,3)  Litres ordered, broken orders included
--   gross_sales               decimal(18,2)  Value of all orders
--   broken_orders             int64          Orders that broke on the way
--   broken_value              decimal(18,2)  Value of those
--   broken_rate               double         Broken orders per order, 0 to 1
--   net_sales                 decimal(18,2)  Gross sales without broken orders
--   avg_order_value           decimal(18,2)  Gross sales per order
--   favourite_product         string         Product ordered most often; all of them on a tie
--   favourite_product_is_tie  bool           Several products tie
--   favourite_channel         string         Channel ordered through most often; all of them on a tie
--   favourite_channel_is_tie  bool           Several channels tie
--   share                     double         Share of the net sales of all clients, 0 to 1
--   abc_class                 string         A: the first 80 % of net sales; B: the next 15 %; C: the rest
--   rank                      int64          1 for the most net sales; equal ones share a rank
--
-- The clients with the most net sales.

SELECT
    client_id, client_name, total_orders, units, litres, gross_sales, broken_orders, broken_value, broken_rate, net_sales, avg_order_value,
    favourite_product, favourite_product_is_tie, favourite_channel, favourite_channel_is_tie, share, abc_class, rank
FROM {{ ref('client_sales') }}
WHERE rank <= {{ n }}
