-- report:     top-items
-- title:      Items that sell most
-- domain:     restaurant
-- model:      item_daily_sales
-- parameters:
--   location  string  default(All) values(locations.restaurant_id, name) also(All, each)  A location; each: a ranking of each
--   category  string  default(All) values(price_band_days.category) also(All)  Only items of this category
--   from      date    Only orders of this day or later
--   to        date    Only orders of this day or earlier
--   n         int32   default(20) min(1) max(1000)  How many ranks; items tied for the last one are all included
-- sortable:   restaurant_id, location_name, category, item_name, orders, lines, units, revenue, price, share, rank
-- order:      restaurant_id, rank, category, item_name
-- limit:      1000
-- show:       item_name, category, orders, units, revenue, price, share, rank
-- percent:    share
-- money:      revenue, price
-- currency:   {reporting_currency}
-- none:       rank
-- labels:
--   location_name  Location
--   item_name      Item
--   share          Share of revenue
-- cache:      until the next snapshot
-- chart:      bar(item_name, revenue)
-- from: item_daily_sales(restaurant_id unless All, category, item_name, order_date >= {from}, order_date <= {to}),
--   locations(restaurant_id) for location_name = name
-- whole: share, rank
-- columns:
--   restaurant_id  string         Location; All for all together
--   location_name  string         Name from restaurant_locations; null where that has none, and for All
--   category       string         Category of the item
--   item_name      string         Name of the item
--   orders         int64          Orders with the item
--   lines          int64          Order lines of the item
--   units          int64          Units of those
--   revenue        decimal(18,2)  Total of those with their options
--   price          decimal(18,2)  Revenue per unit, options included; null without units
--   share          double         Share of the revenue of all these items, 0 to 1
--   rank           int64          1 for the most revenue; equal ones share a rank
--
-- The items with the most revenue.

WITH sold AS (
    SELECT
        CASE WHEN splits.by_location THEN items.restaurant_id ELSE 'All' END AS restaurant_id,
        items.category, items.item_name, items.orders, items.lines, items.units, items.revenue
    FROM {{ ref('item_daily_sales') }} AS items
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS splits (by_location)
    WHERE splits.by_location = ({{ location }} <> 'All')
        AND ({{ location }} IN ('All', 'each') OR items.restaurant_id = {{ location }})
        AND ({{ category }} = 'All' OR items.category = {{ category }})
        AND ({{ from }} IS NULL OR items.order_date >= {{ from }})
        AND ({{ to }} IS NULL OR items.order_date <= {{ to }})
),
summed AS (
    SELECT
        restaurant_id, category, item_name,
        SUM(orders) AS orders, SUM(lines) AS lines, SUM(units) AS units, SUM(revenue) AS revenue
    FROM sold
    GROUP BY restaurant_id, category, item_name
),
ranked AS (
    SELECT
        restaurant_id, category, item_name, orders, lines, units, revenue,
        {{ ratio(revenue, units) }} AS price,
        {{ ratio(revenue, SUM(revenue) OVER (PARTITION BY restaurant_id)) }} AS share,
        RANK() OVER (PARTITION BY restaurant_id ORDER BY revenue DESC) AS rank
    FROM summed
)
SELECT
    ranked.restaurant_id,
    locations.name AS location_name,
    ranked.category, ranked.item_name, ranked.orders, ranked.lines, ranked.units, ranked.revenue, ranked.price, ranked.share, ranked.rank
FROM ranked
LEFT JOIN {{ ref('locations') }} AS locations ON locations.restaurant_id = ranked.restaurant_id
WHERE ranked.rank <= {{ n }}
