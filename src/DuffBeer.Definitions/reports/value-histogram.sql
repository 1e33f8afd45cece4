-- report:     value-histogram
-- title:      Customers by lifetime value
-- domain:     restaurant
-- model:      customer_profiles
-- parameters:
--   segment    string  oneOf(VIP, New, Churn Risk, Lost, Regular)  Only customers of this segment
--   tier       string  oneOf(High, Medium, Low)  Only customers of this tier
--   is_member  bool    true: only members of the loyalty programme; false: only others
-- sortable:   from_value, below_value, customers, share, lifetime_value, lifetime_share
-- order:      from_value
-- limit:      100
-- show:       from_value, below_value, customers, share, lifetime_value, lifetime_share
-- percent:    share, lifetime_share
-- dimensions: from_value, below_value
-- money:      from_value, below_value, lifetime_value
-- currency:   {reporting_currency}
-- labels:
--   from_value      From
--   below_value     Below
--   share           Share of customers
--   lifetime_share  Share of lifetime value
-- cache:      until the next snapshot
-- chart:      histogram(from_value, customers)
-- from: customer_profiles(lifetime_value >= from_value unless 0.00, lifetime_value < below_value unless null, segment = {segment}, tier =
--     {tier}, is_member = {is_member})
-- whole: share, lifetime_share
-- columns:
--   from_value      decimal(18,2)  Lowest lifetime value of the band; the first one includes those below 0
--   below_value     decimal(18,2)  Values of the band are below this; null for the last one
--   customers       int64          Customers in the band
--   share           double         Share of all these customers, 0 to 1
--   lifetime_value  decimal(18,2)  Total of all their orders
--   lifetime_share  double         Share of that total of all these customers, 0 to 1
--
-- How many customers spent how much so far. Bands grow, because few customers spend most.

WITH bands AS (
    SELECT from_value, below_value
    FROM (VALUES
        (0.00, 10.00),
        (10.00, 20.00),
        (20.00, 50.00),
        (50.00, 100.00),
        (100.00, 200.00),
        (200.00, 500.00),
        (500.00, 1000.00),
        (1000.00, 2000.00),
        (2000.00, 5000.00),
        (5000.00, 10000.00),
        (10000.00, NULL)
    ) AS bounds (from_value, below_value)
),
chosen AS (
    SELECT lifetime_value AS measured, lifetime_value
    FROM {{ ref('customer_profiles') }}
    WHERE ({{ segment }} IS NULL OR segment = {{ segment }})
        AND ({{ tier }} IS NULL OR tier = {{ tier }})
        AND ({{ is_member }} IS NULL OR is_member = {{ is_member }})
),
counted AS (
    SELECT
        bands.from_value, bands.below_value,
        COUNT(chosen.measured) AS customers,
        COALESCE(SUM(chosen.lifetime_value), 0) AS lifetime_value
    FROM bands
    LEFT JOIN chosen ON chosen.measured >= bands.from_value AND (chosen.measured < bands.below_value OR bands.below_value IS NULL)
        OR chosen.measured < 0 AND bands.from_value = 0
    GROUP BY bands.from_value, bands.below_value
)
SELECT
    from_value, below_value, customers,
    {{ ratio(customers, SUM(customers) OVER ()) }} AS share,
    lifetime_value,
    {{ ratio(lifetime_value, SUM(lifetime_value) OVER ()) }} AS lifetime_share
FROM counted
