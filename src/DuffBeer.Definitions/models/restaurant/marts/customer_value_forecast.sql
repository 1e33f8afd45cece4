-- model:        customer_value_forecast
-- grain:        customer_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(customer_id), relates(customer_id, customers.customer_id), forecasts_are_possible
-- estimator:    clv_forecast(90, 365)
-- from: customer_purchases(customer_id), clv_fit(whole)
-- columns:
--   customer_id               string         Id of the customer
--   first_order_date          date           Day of the first order
--   last_order_date           date           Day of the last order
--   as_of                     date           Day from which the forecast looks ahead
--   repeats                   int32          Days with an order after the first such day
--   mean_repeat_spend         decimal(18,2)  Mean total of those days; null where there are none
--   probability_alive         double         Probability that the customer will ever order again, 0 to 1; always 1 after a single order
--   expected_average_spend    decimal(18,2)  Expected total of a day with an order
--   expected_orders_90_days   double         Expected days with an order in the next 90 days
--   expected_orders_365_days  double         Expected days with an order in the next 365 days
--   expected_spend_90_days    decimal(18,2)  Expected spend of the next 90 days
--   expected_spend_365_days   decimal(18,2)  Expected spend of the next 365 days
--
-- Expected orders (BG/NBD) and spend (Gamma-Gamma) of each customer, with the parameters of clv_fit. Null where these could not be
-- fitted.

SELECT
    purchases.customer_id, purchases.first_order_date, purchases.last_order_date, purchases.as_of,
    purchases.repeats, purchases.recency_days, purchases.age_days, purchases.mean_repeat_spend,
    fit.r, fit.alpha_weeks, fit.a, fit.b, fit.p, fit.q, fit.gamma
FROM {{ ref('customer_purchases') }} AS purchases
CROSS JOIN {{ ref('clv_fit') }} AS fit
