-- model:        forecast_check
-- grain:        repeats
-- owner:        restaurants
-- materialized: table
-- audits:       unique(repeats), forecast_check_adds_up
-- from: customer_value_backtest(repeats >= repeats, repeats <= repeats unless 10)
-- columns:
--   repeats          int32          Days with an order after the first such day, until the forecast; 10 stands for 10 and more
--   customers        int64          Customers with so many
--   expected_visits  double         Days with an order that the forecast expected of them in 90 days; null without a forecast
--   actual_visits    int64          Days on which they ordered
--   expected_spend   decimal(18,2)  Spend that the forecast expected of them; null without a forecast
--   actual_spend     decimal(18,2)  What they spent
--   forecast_on      date           Day of the forecast: 90 days before as_of
--
-- The forecast of 90 days before as_of against what happened, by how often customers had come back until then.

SELECT
    CASE WHEN repeats < 10 THEN repeats ELSE 10 END AS repeats,
    COUNT(*) AS customers,
    SUM(expected_orders_90_days) AS expected_visits,
    SUM(later_visits) AS actual_visits,
    SUM(expected_spend_90_days) AS expected_spend,
    SUM(later_spend) AS actual_spend,
    MIN(forecast_on) AS forecast_on
FROM {{ ref('customer_value_backtest') }}
GROUP BY 1
