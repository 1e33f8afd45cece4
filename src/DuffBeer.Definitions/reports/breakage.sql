-- report:     breakage
-- title:      Breakage by product and channel
-- domain:     duff
-- model:      duff_daily_sales
-- parameters:
--   product_id  int64   values(dim_products.product_id, description)  Only this product
--   channel     string  values(dim_channels.channel)  Only this channel
--   from        date    Only orders processed on this day or later; ranks are then of those
--   to          date    Only orders processed on this day or earlier
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
-- from: duff_daily_sales(product_id, channel, pa_date >= {from}, pa_date <= {to}),
--   dim_products(product_id) for description lookup
-- whole: rank
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

WITH counted AS (
    SELECT
        product_id, channel,
        SUM(orders) AS orders,
        COALESCE(SUM(orders) FILTER (WHERE status = 'broken'), 0) AS broken_orders,
        COALESCE(SUM(value) FILTER (WHERE status = 'broken'), 0) AS broken_value
    FROM {{ ref('duff_daily_sales') }}
    WHERE ({{ from }} IS NULL OR pa_date >= {{ from }})
        AND ({{ to }} IS NULL OR pa_date <= {{ to }})
    GROUP BY product_id, channel
),
squared AS (
    SELECT
        product_id, channel, orders, broken_orders, broken_value,
        {{ ratio(broken_orders, orders) }} AS broken_rate,
        {{ setting('breakage_z') }} AS z,
        {{ setting('breakage_z') }} * {{ setting('breakage_z') }} AS z2,
        {{ ratio(broken_orders * (orders - broken_orders), orders) }} AS spread
    FROM counted
),
intervals AS (
    SELECT
        product_id, channel, orders, broken_orders, broken_value, broken_rate,
        {{ ratio(broken_orders + z2 * 0.5 - z * SQRT(spread + z2 * 0.25), orders + z2) }} AS low,
        {{ ratio(broken_orders + z2 * 0.5 + z * SQRT(spread + z2 * 0.25), orders + z2) }} AS high
    FROM squared
),
ranked AS (
    SELECT
        product_id, channel, orders, broken_orders, broken_value, broken_rate,
        {{ least(low, broken_rate) }} * CASE WHEN broken_orders = 0 THEN 0 ELSE 1 END AS broken_rate_low,
        CASE WHEN broken_orders = orders THEN 1 ELSE {{ greatest(high, broken_rate) }} END AS broken_rate_high,
        RANK() OVER (ORDER BY CASE WHEN broken_orders = 0 THEN 0 ELSE low END DESC) AS rank
    FROM intervals
)
SELECT
    ranked.product_id, products.description, ranked.channel, ranked.orders, ranked.broken_orders, ranked.broken_value, ranked.broken_rate,
    ranked.broken_rate_low, ranked.broken_rate_high, ranked.rank
FROM ranked
JOIN {{ ref('dim_products') }} AS products ON products.product_id = ranked.product_id
WHERE ({{ product_id }} IS NULL OR ranked.product_id = {{ product_id }})
    AND ({{ channel }} IS NULL OR ranked.channel = {{ channel }})
    AND ranked.orders >= {{ min_orders }}
