-- report:     pricing-proxies
-- title:      Pricing proxies where no discount is recorded
-- domain:     restaurant
-- model:      pricing_proxies
-- sortable:   proxy, meaning, counted, total, rate, revenue
-- order:      proxy
-- limit:      10
-- show:       proxy, counted, total, rate, revenue, meaning
-- money:      revenue
-- currency:   {reporting_currency}
-- percent:    rate
-- cache:      until the next snapshot
-- chart:      bar(proxy, rate)
-- from: pricing_proxies(proxy)
-- whole: total, rate
-- columns:
--   proxy    string         What is counted in place of discounts
--   meaning  string         What it may indicate, and what not
--   counted  int64          Lines or orders of that kind
--   total    int64          All lines or orders
--   rate     double         The one per the other, 0 to 1
--   revenue  decimal(18,2)  Total of those lines or orders, options included
--
-- Zero-price lines and paid add-ons as proxies for discounts: they hint, they do not measure.

SELECT proxy, meaning, counted, total, rate, revenue
FROM {{ ref('pricing_proxies') }}
