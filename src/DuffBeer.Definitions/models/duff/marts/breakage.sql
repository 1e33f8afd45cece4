-- model:        breakage
-- grain:        product_id, channel
-- owner:        sales
-- materialized: table
-- audits:       unique(product_id, channel), not_null(description), broken_rate_is_in_its_interval
-- from: product_channel_sales(product_id, channel)
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
--   rank              int64          1 for the greatest lower end; equal ones share a rank
--
-- How often each product breaks on the way through each channel. One broken order out of one is a rate of 1 but says little: the
-- Wilson score interval ({breakage_z} standard deviations each way) is wide where orders are few. Ranking by its lower end keeps small
-- numbers from dominating.

WITH squared AS (
    SELECT
        product_id, description, channel, orders, broken_orders, broken_value, broken_rate,
        {{ setting('breakage_z') }} AS z,
        {{ setting('breakage_z') }} * {{ setting('breakage_z') }} AS z2,
        {{ ratio(broken_orders * (orders - broken_orders), orders) }} AS spread
    FROM {{ ref('product_channel_sales') }}
),
intervals AS (
    SELECT
        product_id, description, channel, orders, broken_orders, broken_value, broken_rate,
        {{ ratio(broken_orders + z2 * 0.5 - z * SQRT(spread + z2 * 0.25), orders + z2) }} AS low,
        {{ ratio(broken_orders + z2 * 0.5 + z * SQRT(spread + z2 * 0.25), orders + z2) }} AS high
    FROM squared
)
SELECT
    product_id, description, channel, orders, broken_orders, broken_value, broken_rate,
    -- At no broken order, or none but broken ones, an end is the rate itself: rounding must not carry it beyond.
    {{ least(low, broken_rate) }} * CASE WHEN broken_orders = 0 THEN 0 ELSE 1 END AS broken_rate_low,
    CASE WHEN broken_orders = orders THEN 1 ELSE {{ greatest(high, broken_rate) }} END AS broken_rate_high,
    RANK() OVER (ORDER BY CASE WHEN broken_orders = 0 THEN 0 ELSE low END DESC) AS rank
FROM intervals
