-- report:     price-band-trends
-- title:      Sales by unit price over time
-- domain:     restaurant
-- model:      price_band_days
-- parameters:
--   grain     string  default(month) oneOf(day, week, month, all)  Length of a period; all: one period from the first day to the last
--   location  string  default(All) values(locations.restaurant_id, name) also(All, each)  A location; each: one row per location
--   category  string  default(All) values(price_band_days.category) also(All)  Only lines of this category
--   from      date    Only orders of this day or later
--   to        date    Only orders of this day or earlier
-- sortable:   period_start, restaurant_id, location_name, band, band_order, lines, units, revenue, share
-- order:      period_start, restaurant_id, band_order
-- limit:      1000
-- show:       period_start, restaurant_id, location_name, band, lines, units, revenue, share
-- percent:    share
-- period:     period_start by grain
-- zero:       lines, units, revenue
-- dimensions: band_order
-- money:      revenue
-- currency:   {reporting_currency}
-- labels:
--   period_start   Period
--   location_name  Location
--   share          Share of units
-- cache:      until the next snapshot
-- chart:      stacked(period_start, band, units)
-- from: price_band_days(band, order_date in period_start by grain, restaurant_id unless All, category = {category}, order_date >= {from},
--     order_date <= {to}),
--   price_bands(band) for band_order, locations(restaurant_id) for location_name = name
-- whole: period_start, share
-- columns:
--   grain          string         day, week (ISO), month or all
--   period_start   date           First day of the period: of a week its Monday, of all the first with an order
--   restaurant_id  string         Location; All for all together
--   location_name  string         Name from restaurant_locations; null where that has none, and for All
--   band           string         By the price of one unit without options: free, low, middle, high, highest; unknown without units
--   band_order     int32          1 for the lowest band
--   lines          int64          Order lines
--   units          int64          Units of those
--   revenue        decimal(18,2)  Their total, options included
--   share          double         Share of the units of all bands of the period and location, 0 to 1
--
-- Sales by price band over time. Bands without lines are left out.

WITH sold AS (
    SELECT
        grains.grain,
        CASE grains.grain
            WHEN 'day' THEN sales.order_date
            WHEN 'week' THEN {{ truncate_date('week', sales.order_date) }}
            WHEN 'month' THEN {{ truncate_date('month', sales.order_date) }}
            ELSE MIN(sales.order_date) OVER ()
        END AS period_start,
        CASE WHEN splits.by_location THEN sales.restaurant_id ELSE 'All' END AS restaurant_id,
        sales.band, sales.lines, sales.units, sales.revenue
    FROM {{ ref('price_band_days') }} AS sales
    CROSS JOIN (VALUES ('day'), ('week'), ('month'), ('all')) AS grains (grain)
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS splits (by_location)
    WHERE grains.grain = {{ grain }}
        AND splits.by_location = ({{ location }} <> 'All')
        AND ({{ location }} IN ('All', 'each') OR sales.restaurant_id = {{ location }})
        AND ({{ category }} = 'All' OR sales.category = {{ category }})
        AND ({{ from }} IS NULL OR sales.order_date >= {{ from }})
        AND ({{ to }} IS NULL OR sales.order_date <= {{ to }})
),
summed AS (
    SELECT
        grain, period_start, restaurant_id, band,
        SUM(lines) AS lines, SUM(units) AS units, SUM(revenue) AS revenue
    FROM sold
    GROUP BY grain, period_start, restaurant_id, band
)
SELECT
    summed.grain, summed.period_start, summed.restaurant_id,
    locations.name AS location_name,
    summed.band, bands.band_order, summed.lines, summed.units, summed.revenue,
    {{ ratio(summed.units, SUM(summed.units) OVER (PARTITION BY summed.period_start, summed.restaurant_id)) }} AS share
FROM summed
JOIN {{ ref('price_bands') }} AS bands ON bands.band = summed.band
LEFT JOIN {{ ref('locations') }} AS locations ON locations.restaurant_id = summed.restaurant_id
