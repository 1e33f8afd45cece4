-- report:     price-bands
-- title:      Sales by unit price
-- domain:     restaurant
-- model:      price_bands
-- sortable:   band, band_order, from_price, below_price, lines, units, revenue, share
-- order:      band_order
-- limit:      10
-- show:       band, lines, units, revenue, share
-- percent:    share
-- cache:      until the next snapshot
-- chart:      bar(band, units)
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

SELECT band, band_order, from_price, below_price, lines, units, revenue, share
FROM {{ ref('price_bands') }}
