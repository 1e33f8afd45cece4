-- report:     days-away-histogram
-- title:      Customers by days since their last order
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
-- money:      lifetime_value
-- currency:   {reporting_currency}
-- days:       from_value, below_value
-- labels:
--   from_value      From
--   below_value     Below
--   share           Share of customers
--   lifetime_share  Share of lifetime value
-- cache:      until the next snapshot
-- chart:      histogram(from_value, customers)
-- from: customer_profiles(days_since_last_order >= from_value, days_since_last_order < below_value unless null, segment = {segment}, tier
--     = {tier}, is_member = {is_member})
-- whole: share, lifetime_share
-- columns:
--   from_value      int64          Fewest days since the last order
--   below_value     int64          Values of the band are below this; null for the last one
--   customers       int64          Customers in the band
--   share           double         Share of all these customers, 0 to 1
--   lifetime_value  decimal(18,2)  Total of all their orders
--   lifetime_share  double         Share of that total of all these customers, 0 to 1
--
-- How long customers have been away. Bands grow with the days.

WITH bands AS (
    SELECT from_value, below_value
    FROM (VALUES
        (0, 8),
        (8, 15),
        (15, 31),
        (31, 46),
        (46, 61),
        (61, 91),
        (91, 121),
        (121, 181),
        (181, 271),
        (271, 366),
        (366, 731),
        (731, NULL)
    ) AS bounds (from_value, below_value)
),
chosen AS (
    SELECT days_since_last_order AS measured, lifetime_value
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
    GROUP BY bands.from_value, bands.below_value
)
SELECT
    from_value, below_value, customers,
    {{ ratio(customers, SUM(customers) OVER ()) }} AS share,
    lifetime_value,
    {{ ratio(lifetime_value, SUM(lifetime_value) OVER ()) }} AS lifetime_share
FROM counted
