-- report:     price-bands
-- title:      Sales by unit price
-- domain:     restaurant
-- model:      price_bands
-- parameters:
--   location  string  values(locations.restaurant_id, name)  Only this location
--   category  string  values(price_band_days.category)  Only lines of this category
--   from      date    Only orders of this day or later
--   to        date    Only orders of this day or earlier
-- sortable:   band, band_order, from_price, below_price, lines, units, revenue, share
-- order:      band_order
-- limit:      10
-- show:       band, lines, units, revenue, share
-- dimensions: band_order
-- money:      from_price, below_price, revenue
-- currency:   {reporting_currency}
-- percent:    share
-- labels:
--   share        Share of units
--   from_price   From price
--   below_price  Below price
-- cache:      until the next snapshot
-- chart:      bar(band, units)
-- from: price_bands(band) for band_order from_price below_price,
--   price_band_days(band, restaurant_id = {location}, category = {category}, order_date >= {from}, order_date <= {to}) for lines units
--     revenue share
-- whole: share
-- columns:
--   band         string         By the price of one unit without options: free, low, middle, high, highest; unknown for lines without units
--   band_order   int32          1 for the lowest band
--   from_price   decimal(10,2)  Lowest price of the band; null where it has no bounds
--   below_price  decimal(10,2)  Prices of the band are below this; null for the highest and where it has no bounds
--   lines        int64          Order lines
--   units        int64          Units of those
--   revenue      decimal(18,2)  Their total, options included
--   share        double         Share of the units of all bands, 0 to 1
--
-- Sales by price band.

SELECT
    bands.band, bands.band_order, bands.from_price, bands.below_price,
    COALESCE(counted.lines, 0) AS lines,
    COALESCE(counted.units, 0) AS units,
    COALESCE(counted.revenue, 0) AS revenue,
    {{ ratio(COALESCE(counted.units, 0), SUM(counted.units) OVER ()) }} AS share
FROM {{ ref('price_bands') }} AS bands
LEFT JOIN (
    SELECT band, SUM(lines) AS lines, SUM(units) AS units, SUM(revenue) AS revenue
    FROM {{ ref('price_band_days') }}
    WHERE ({{ location }} IS NULL OR restaurant_id = {{ location }})
        AND ({{ category }} IS NULL OR category = {{ category }})
        AND ({{ from }} IS NULL OR order_date >= {{ from }})
        AND ({{ to }} IS NULL OR order_date <= {{ to }})
    GROUP BY band
) AS counted ON counted.band = bands.band
