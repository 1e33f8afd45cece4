-- report:     customer-value-forecast
-- title:      Customers by expected spend
-- domain:     restaurant
-- model:      customer_value_forecast
-- parameters:
--   customer_id        string         values(customers.customer_id)  One customer
--   min_alive          double         min(0) max(1)  Only customers who are still active with at least this probability
-- sortable:   customer_id, last_order_date, repeats, probability_alive, expected_average_spend, expected_orders_90_days,
--             expected_orders_365_days, expected_spend_90_days, expected_spend_365_days
-- order:      expected_spend_365_days desc, customer_id
-- limit:      100
-- show:       customer_id, last_order_date, probability_alive, expected_orders_90_days, expected_spend_90_days, expected_spend_365_days
-- money:      expected_average_spend, expected_spend_90_days, expected_spend_365_days
-- currency:   {reporting_currency}
-- percent:    probability_alive
-- ratio:      expected_orders_90_days, expected_orders_365_days
-- labels:
--   probability_alive         Probability of another order
--   expected_orders_90_days   Expected orders, 90 days
--   expected_orders_365_days  Expected orders, 365 days
--   expected_spend_90_days    Expected spend, 90 days
--   expected_spend_365_days   Expected spend, 365 days
-- cache:      until the next snapshot
-- chart:      bar(customer_id, expected_spend_365_days)
-- from: customer_value_forecast(customer_id)
-- columns:
--   customer_id               string         Id of the customer
--   last_order_date           date           Day of the last order
--   repeats                   int32          Days with an order after the first such day
--   probability_alive         double         Probability that the customer will ever order again, 0 to 1
--   expected_average_spend    decimal(18,2)  Expected total of a day with an order
--   expected_orders_90_days   double         Expected days with an order in the next 90 days
--   expected_orders_365_days  double         Expected days with an order in the next 365 days
--   expected_spend_90_days    decimal(18,2)  Expected spend of the next 90 days
--   expected_spend_365_days   decimal(18,2)  Expected spend of the next 365 days
--
-- Expected orders and spend of each customer. Forecasts are empty where too few customers returned: see customer-value-fit.

SELECT
    customer_id, last_order_date, repeats, probability_alive, expected_average_spend,
    expected_orders_90_days, expected_orders_365_days, expected_spend_90_days, expected_spend_365_days
FROM {{ ref('customer_value_forecast') }}
WHERE ({{ customer_id }} IS NULL OR customer_id = {{ customer_id }})
    AND ({{ min_alive }} IS NULL OR probability_alive >= {{ min_alive }})
