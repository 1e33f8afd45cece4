-- model:        price_bands
-- grain:        band
-- owner:        restaurants
-- materialized: table
-- audits:       unique(band), accepted(band, free, low, middle, high, highest, unknown), price_bands_add_up
-- from: price_band_days(band) for lines units revenue share
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
-- Sales by price band; a band without lines has zeros.

WITH bands AS (
    SELECT 'free' AS band, 1 AS band_order, CAST(0 AS DECIMAL(10, 2)) AS from_price, CAST(0 AS DECIMAL(10, 2)) AS below_price
    UNION ALL
    SELECT 'low', 2, CAST(0 AS DECIMAL(10, 2)), {{ setting('price_band_low') }}
    UNION ALL
    SELECT 'middle', 3, {{ setting('price_band_low') }}, {{ setting('price_band_middle') }}
    UNION ALL
    SELECT 'high', 4, {{ setting('price_band_middle') }}, {{ setting('price_band_high') }}
    UNION ALL
    SELECT 'highest', 5, {{ setting('price_band_high') }}, NULL
    UNION ALL
    SELECT 'unknown', 6, NULL, NULL
),
counted AS (
    SELECT band, SUM(lines) AS lines, SUM(units) AS units, SUM(revenue) AS revenue
    FROM {{ ref('price_band_days') }}
    GROUP BY band
)
SELECT
    bands.band, bands.band_order, bands.from_price, bands.below_price,
    COALESCE(counted.lines, 0) AS lines,
    COALESCE(counted.units, 0) AS units,
    COALESCE(counted.revenue, 0) AS revenue,
    {{ ratio(COALESCE(counted.units, 0), SUM(counted.units) OVER ()) }} AS share
FROM bands
LEFT JOIN counted ON counted.band = bands.band
