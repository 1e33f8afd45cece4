-- report:     pricing-discounts
-- title:      Discounted orders compared with all others
-- domain:     restaurant
-- model:      pricing_discounts
-- parameters:
--   kind  string  oneOf(discounted, not discounted)  Only these orders
-- sortable:   kind, orders, share, gross, discount, net, discount_rate, avg_order_value, note
-- order:      kind
-- limit:      10
-- show:       kind, orders, share, gross, discount, net, discount_rate, avg_order_value
-- money:      gross, discount, net, avg_order_value
-- currency:   {reporting_currency}
-- percent:    share, discount_rate
-- labels:
--   share  Share of orders
-- cache:      until the next snapshot
-- chart:      bar(kind, orders)
-- from: pricing_discounts(kind)
-- whole: share
-- columns:
--   kind             string         discounted: an option of the order has a negative price; not discounted: none has
--   orders           int64          Orders
--   share            double         Share of all orders, 0 to 1
--   gross            decimal(18,2)  Items and options before discount
--   discount         decimal(18,2)  Options with a negative price, as a positive amount
--   net              decimal(18,2)  Gross less discount
--   discount_rate    double         Discount per gross, 0 to 1
--   avg_order_value  decimal(18,2)  Net per order
--   note             string         "none in this data" where no order is of this kind; otherwise null
--
-- What discounts cost, and the value of discounted orders. If the data has none, the note says so.

SELECT kind, orders, share, gross, discount, net, discount_rate, avg_order_value, note
FROM {{ ref('pricing_discounts') }}
WHERE ({{ kind }} IS NULL OR kind = {{ kind }})
