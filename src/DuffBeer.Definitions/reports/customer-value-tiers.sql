-- report:     customer-value-tiers
-- title:      Customers by tier of lifetime value
-- domain:     restaurant
-- model:      customer_lifetime_value
-- sortable:   tier, customers, orders, spend, share, avg_lifetime_value
-- order:      spend desc, tier
-- limit:      10
-- show:       tier, customers, orders, spend, share, avg_lifetime_value
-- money:      spend, avg_lifetime_value
-- currency:   {reporting_currency}
-- percent:    share
-- labels:
--   share  Share of spend
--   spend  Lifetime value together
-- cache:      until the next snapshot
-- chart:      pie(tier, spend)
-- from: customer_lifetime_value(tier, is_latest = 'true')
-- whole: share
-- columns:
--   tier                string         High, Medium or Low, by lifetime value
--   customers           int64          Customers in it
--   orders              int64          Their orders
--   spend               decimal(18,2)  Their lifetime value together
--   share               double         Share of the spend of all customers, 0 to 1
--   avg_lifetime_value  decimal(18,2)  Spend per customer
--
-- Customers in each tier, and their spend. Tiers without customers are left out.

SELECT
    tier, customers, orders, spend,
    {{ ratio(spend, SUM(spend) OVER ()) }} AS share,
    {{ ratio(spend, customers) }} AS avg_lifetime_value
FROM (
    SELECT tier, COUNT(*) AS customers, SUM(cumulative_orders) AS orders, SUM(cumulative_spend) AS spend
    FROM {{ ref('customer_lifetime_value') }}
    WHERE is_latest
    GROUP BY tier
) AS tiers
