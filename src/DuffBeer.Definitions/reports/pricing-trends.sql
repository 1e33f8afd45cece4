-- report:     pricing-trends
-- title:      Discounts and pricing proxies over time
-- domain:     restaurant
-- model:      pricing_days
-- parameters:
--   grain     string  default(month) oneOf(day, week, month, all)  Length of a period; all: one period from the first day to the last
--   location  string  default(All) values(locations.restaurant_id, name) also(All, each)  A location; each: one row per location
--   from      date    Only orders of this day or later
--   to        date    Only orders of this day or earlier
-- sortable:   period_start, restaurant_id, location_name, orders, gross, discount, net, discounted_orders, discounted_share,
--             discount_rate, lines, zero_price_lines, zero_price_share, add_on_lines, add_on_line_share, add_on_orders, add_on_order_share
-- order:      period_start, restaurant_id
-- limit:      1000
-- show:       period_start, restaurant_id, location_name, orders, net, discounted_orders, zero_price_share, add_on_order_share, note
-- percent:    discounted_share, discount_rate, zero_price_share, add_on_line_share, add_on_order_share
-- period:     period_start by grain
-- zero:       orders, gross, discount, net, discounted_orders, lines, zero_price_lines, add_on_lines, add_on_orders
-- money:      gross, discount, net
-- currency:   {reporting_currency}
-- labels:
--   period_start   Period
--   location_name  Location
-- cache:      until the next snapshot
-- chart:      line(period_start, zero_price_share, add_on_order_share)
-- from: pricing_days(order_date in period_start by grain, restaurant_id unless All, order_date >= {from}, order_date <= {to}),
--   locations(restaurant_id) for location_name = name
-- whole: period_start
-- columns:
--   grain               string         day, week (ISO), month or all
--   period_start        date           First day of the period: of a week its Monday, of all the first with an order
--   restaurant_id       string         Location; All for all together
--   location_name       string         Name from restaurant_locations; null where that has none, and for All
--   orders              int64          Orders
--   gross               decimal(18,2)  Items and options before discount
--   discount            decimal(18,2)  Options with a negative price, as a positive amount
--   net                 decimal(18,2)  Gross less discount
--   discounted_orders   int64          Orders with an option of negative price
--   discounted_share    double         Share of orders, 0 to 1
--   discount_rate       double         Discount per gross, 0 to 1
--   lines               int64          Order lines
--   zero_price_lines    int64          Proxy: lines whose items cost nothing
--   zero_price_share    double         Share of lines, 0 to 1
--   add_on_lines        int64          Proxy: lines with a paid add-on
--   add_on_line_share   double         Share of lines, 0 to 1
--   add_on_orders       int64          Proxy: orders with a paid add-on
--   add_on_order_share  double         Share of orders, 0 to 1
--   note                string         "no discounts in this data" where no order of the period is discounted; otherwise null
--
-- Discounts over time, and proxies for them: zero-price lines and paid add-ons hint at pricing, they do not measure discounts.

WITH sold AS (
    SELECT
        grains.grain,
        CASE grains.grain
            WHEN 'day' THEN days.order_date
            WHEN 'week' THEN {{ truncate_date('week', days.order_date) }}
            WHEN 'month' THEN {{ truncate_date('month', days.order_date) }}
            ELSE MIN(days.order_date) OVER ()
        END AS period_start,
        CASE WHEN splits.by_location THEN days.restaurant_id ELSE 'All' END AS restaurant_id,
        days.orders, days.discounted_orders, days.gross, days.discount, days.net, days.add_on_orders, days.lines,
        days.zero_price_lines, days.add_on_lines
    FROM {{ ref('pricing_days') }} AS days
    CROSS JOIN (VALUES ('day'), ('week'), ('month'), ('all')) AS grains (grain)
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS splits (by_location)
    WHERE grains.grain = {{ grain }}
        AND splits.by_location = ({{ location }} <> 'All')
        AND ({{ location }} IN ('All', 'each') OR days.restaurant_id = {{ location }})
        AND ({{ from }} IS NULL OR days.order_date >= {{ from }})
        AND ({{ to }} IS NULL OR days.order_date <= {{ to }})
),
summed AS (
    SELECT
        grain, period_start, restaurant_id,
        SUM(orders) AS orders, SUM(discounted_orders) AS discounted_orders, SUM(gross) AS gross, SUM(discount) AS discount,
        SUM(net) AS net, SUM(add_on_orders) AS add_on_orders, SUM(lines) AS lines, SUM(zero_price_lines) AS zero_price_lines,
        SUM(add_on_lines) AS add_on_lines
    FROM sold
    GROUP BY grain, period_start, restaurant_id
)
SELECT
    summed.grain, summed.period_start, summed.restaurant_id,
    locations.name AS location_name,
    summed.orders, summed.gross, summed.discount, summed.net, summed.discounted_orders,
    {{ ratio(summed.discounted_orders, summed.orders) }} AS discounted_share,
    {{ ratio(summed.discount, summed.gross) }} AS discount_rate,
    summed.lines, summed.zero_price_lines,
    {{ ratio(summed.zero_price_lines, summed.lines) }} AS zero_price_share,
    summed.add_on_lines,
    {{ ratio(summed.add_on_lines, summed.lines) }} AS add_on_line_share,
    summed.add_on_orders,
    {{ ratio(summed.add_on_orders, summed.orders) }} AS add_on_order_share,
    CASE WHEN summed.discounted_orders = 0 THEN 'no discounts in this data' END AS note
FROM summed
LEFT JOIN {{ ref('locations') }} AS locations ON locations.restaurant_id = summed.restaurant_id
