-- report:     customer-lifetime-value
-- title:      Lifetime value of each customer
-- domain:     restaurant
-- model:      customer_lifetime_value
-- parameters:
--   customer_id  string  values(customers.customer_id)  Only this customer
--   tier         string  oneOf(High, Medium, Low)  Only customers of this tier
--   history      bool    default(false)  Every day with an order instead of only the last
--   from         date    Only rows of this day or later
--   to           date    Only rows of this day or earlier
-- sortable:   customer_id, order_date, orders_on_day, spend_on_day, cumulative_orders, cumulative_spend, days_since_first,
--             is_latest, tier, avg_order_value, purchase_frequency, lifespan_years, estimated_value
-- order:      cumulative_spend desc, customer_id, order_date
-- limit:      100
-- show:       customer_id, order_date, cumulative_orders, cumulative_spend, tier, avg_order_value, estimated_value
-- money:      spend_on_day, cumulative_spend, avg_order_value, estimated_value
-- currency:   {reporting_currency}
-- days:       days_since_first
-- ratio:      purchase_frequency, lifespan_years
-- labels:
--   purchase_frequency  Orders a year
--   lifespan_years      Lifespan in years
--   cumulative_spend    Lifetime value
--   days_since_first    Days since the first order
-- cache:      until the next snapshot
-- chart:      bar(customer_id, cumulative_spend)
-- from: customer_lifetime_value(customer_id, order_date)
-- whole: tier
-- columns:
--   customer_id         string         Id of the customer
--   order_date          date           Day with an order
--   orders_on_day       int64          Orders of that day
--   spend_on_day        decimal(18,2)  Their total
--   cumulative_orders   int64          Orders until the end of that day
--   cumulative_spend    decimal(18,2)  Their total: the lifetime value then
--   days_since_first    int64          Days since the first order
--   is_latest           bool           The customer's last day with an order: its cumulative spend is today's lifetime value
--   tier                string         High: top {clv_high_share:%} by lifetime value; Low: bottom {clv_low_share:%}; ties share a tier
--   avg_order_value     decimal(18,2)  Spend per order, until that day
--   purchase_frequency  double         Orders a year until as_of, over at least {clv_fewest_days} days; null on earlier days
--   lifespan_years      double         Years for which customers are assumed to keep ordering: a setting
--   estimated_value     decimal(18,2)  Average order value x purchase frequency x lifespan; null on earlier days
--
-- What each customer has spent so far; with history, how it grew day by day.

SELECT
    customer_id, order_date, orders_on_day, spend_on_day, cumulative_orders, cumulative_spend, days_since_first, is_latest, tier,
    avg_order_value, purchase_frequency, lifespan_years, estimated_value
FROM {{ ref('customer_lifetime_value') }}
WHERE (is_latest OR {{ history }})
    AND ({{ customer_id }} IS NULL OR customer_id = {{ customer_id }})
    AND ({{ tier }} IS NULL OR tier = {{ tier }})
    AND ({{ from }} IS NULL OR order_date >= {{ from }})
    AND ({{ to }} IS NULL OR order_date <= {{ to }})
