-- report:     alive-histogram
-- title:      Customers by probability of ordering again
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
-- percent:    from_value, below_value, share, lifetime_share
-- dimensions: from_value, below_value
-- money:      lifetime_value
-- currency:   {reporting_currency}
-- labels:
--   from_value      From
--   below_value     Below
--   share           Share of customers
--   lifetime_share  Share of lifetime value
-- cache:      until the next snapshot
-- chart:      histogram(from_value, customers)
-- from: customer_profiles(probability_alive >= from_value, probability_alive < below_value unless 1, segment = {segment}, tier = {tier},
--     is_member = {is_member})
-- whole: share, lifetime_share
-- columns:
--   from_value      double         Lowest probability of the band, 0 to 1
--   below_value     double         Values of the band are below this; the last one includes it
--   customers       int64          Customers in the band
--   share           double         Share of all these customers, 0 to 1
--   lifetime_value  decimal(18,2)  Total of all their orders
--   lifetime_share  double         Share of that total of all these customers, 0 to 1
--
-- How many customers will probably order again. Those who ordered on a single day always have a probability of 1. Without a forecast all
-- bands are empty: customer-value-fit says why.

WITH bands AS (
    SELECT from_value, below_value
    FROM (VALUES
        (0.0, 0.1),
        (0.1, 0.2),
        (0.2, 0.3),
        (0.3, 0.4),
        (0.4, 0.5),
        (0.5, 0.6),
        (0.6, 0.7),
        (0.7, 0.8),
        (0.8, 0.9),
        (0.9, 1.0)
    ) AS bounds (from_value, below_value)
),
chosen AS (
    SELECT probability_alive AS measured, lifetime_value
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
    LEFT JOIN chosen ON chosen.measured >= bands.from_value AND (chosen.measured < bands.below_value OR bands.below_value = 1)
    GROUP BY bands.from_value, bands.below_value
)
SELECT
    from_value, below_value, customers,
    {{ ratio(customers, SUM(customers) OVER ()) }} AS share,
    lifetime_value,
    {{ ratio(lifetime_value, SUM(lifetime_value) OVER ()) }} AS lifetime_share
FROM counted
