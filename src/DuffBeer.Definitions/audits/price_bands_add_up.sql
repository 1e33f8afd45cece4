-- audit: price_bands_add_up
--
-- Lines and revenue of all bands are those of all order lines.

WITH bands AS (
    SELECT SUM(lines) AS lines, SUM(revenue) AS revenue FROM {{ ref('price_bands') }}
),
everything AS (
    SELECT COUNT(*) AS lines, COALESCE(SUM(line_total), 0) AS revenue FROM {{ ref('order_lines') }}
)
SELECT bands.lines, everything.lines AS expected_lines, bands.revenue, everything.revenue AS expected_revenue
FROM bands
CROSS JOIN everything
WHERE bands.lines <> everything.lines OR bands.revenue <> everything.revenue
