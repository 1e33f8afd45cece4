-- report:     loyalty-trends
-- title:      Loyalty members and others over time
-- domain:     restaurant
-- model:      loyalty_months
-- parameters:
--   grain          string  default(month) oneOf(month, all)  Length of a period; all: the whole time, without from and to
--   location       string  default(All) values(locations.restaurant_id, name) also(All, each)  A location; each: one row per location
--   loyalty_group  string  oneOf(member, non-member, guest, shared account)  Only this group
--   from           date    Only months that begin on this day or later
--   to             date    Only months that begin on this day or earlier
-- sortable:   period_start, restaurant_id, location_name, loyalty_group, customers, orders, revenue, share, avg_order_value,
--             orders_per_customer, revenue_per_customer
-- order:      period_start, restaurant_id, loyalty_group
-- limit:      1000
-- show:       period_start, restaurant_id, location_name, loyalty_group, customers, orders, revenue, share, avg_order_value
-- percent:    share
-- period:     period_start by grain
-- zero:       customers, orders, revenue
-- money:      revenue, avg_order_value, revenue_per_customer
-- currency:   {reporting_currency}
-- ratio:      orders_per_customer
-- labels:
--   period_start   Period
--   location_name  Location
--   loyalty_group  Group
--   share          Share of revenue
-- cache:      until the next snapshot
-- chart:      line(period_start, revenue, loyalty_group)
-- from: loyalty_months(grain, period_start, restaurant_id, loyalty_group), locations(restaurant_id) for location_name = name
-- whole: share
-- columns:
--   grain                 string         month, or all for the whole time
--   period_start          date           First day of the month; of the whole time its first day
--   restaurant_id         string         Location; All for all together
--   location_name         string         Name from restaurant_locations; null where that has none, and for All
--   loyalty_group         string         member: ever ordered as one; guest: no user id; shared account: used by many people
--   customers             int64          Customers who ordered; null for guests and shared accounts, who cannot be counted
--   orders                int64          Orders
--   revenue               decimal(18,2)  Their total
--   share                 double         Share of the revenue of all groups of the period and location, 0 to 1
--   avg_order_value       decimal(18,2)  Revenue per order
--   orders_per_customer   double         Orders per customer of the period
--   revenue_per_customer  decimal(18,2)  Revenue per customer of the period
--
-- How often members, others and guests order, and for how much, month by month and at each location. A member counts as one in every
-- month, those before joining included; loyalty-before-after compares the same people.

WITH shared AS (
    SELECT
        grain, period_start, restaurant_id, loyalty_group, customers, orders, revenue,
        {{ ratio(revenue, SUM(revenue) OVER (PARTITION BY grain, period_start, restaurant_id)) }} AS share
    FROM {{ ref('loyalty_months') }}
)
SELECT
    shared.grain, shared.period_start, shared.restaurant_id,
    locations.name AS location_name,
    shared.loyalty_group, shared.customers, shared.orders, shared.revenue, shared.share,
    {{ ratio(shared.revenue, shared.orders) }} AS avg_order_value,
    CASE WHEN shared.customers IS NOT NULL THEN {{ ratio(shared.orders, shared.customers) }} END AS orders_per_customer,
    CASE WHEN shared.customers IS NOT NULL THEN {{ ratio(shared.revenue, shared.customers) }} END AS revenue_per_customer
FROM shared
LEFT JOIN {{ ref('locations') }} AS locations ON locations.restaurant_id = shared.restaurant_id
WHERE shared.grain = {{ grain }}
    AND (shared.restaurant_id = {{ location }} OR ({{ location }} = 'each' AND shared.restaurant_id <> 'All'))
    AND ({{ loyalty_group }} IS NULL OR shared.loyalty_group = {{ loyalty_group }})
    AND (shared.grain = 'all' OR {{ from }} IS NULL OR shared.period_start >= {{ from }})
    AND (shared.grain = 'all' OR {{ to }} IS NULL OR shared.period_start <= {{ to }})
