-- model:        customer_value_backtest
-- grain:        customer_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(customer_id), relates(customer_id, customers.customer_id)
-- estimator:    clv_forecast(90)
-- from: customer_purchases_earlier(customer_id), clv_fit_earlier(whole)
-- columns:
--   customer_id              string         Id of the customer
--   forecast_on              date           Day of the forecast: 90 days before as_of
--   repeats                  int32          Days with an order after the first such day, until then
--   later_visits             int64          Days with an order in the 90 days after
--   later_spend              decimal(18,2)  Total of those orders
--   probability_alive        double         Probability, on that day, that the customer would ever order again
--   expected_average_spend   decimal(18,2)  Expected total of a day with an order
--   expected_orders_90_days  double         Expected days with an order in the 90 days after
--   expected_spend_90_days   decimal(18,2)  Expected spend of those 90 days
--
-- The forecast of 90 days before as_of for each customer, beside what the customer did since. Null where the parameters could not be
-- fitted.

SELECT
    purchases.customer_id, purchases.forecast_on, purchases.later_visits, purchases.later_spend,
    purchases.repeats, purchases.recency_days, purchases.age_days, purchases.mean_repeat_spend,
    fit.r, fit.alpha_weeks, fit.a, fit.b, fit.p, fit.q, fit.gamma
FROM {{ ref('customer_purchases_earlier') }} AS purchases
CROSS JOIN {{ ref('clv_fit_earlier') }} AS fit
