-- report:     forecast-check
-- title:      Forecast against what happened
-- domain:     restaurant
-- model:      forecast_check
-- sortable:   repeats, customers, expected_visits, actual_visits, expected_visits_each, actual_visits_each, expected_spend, actual_spend
-- order:      repeats
-- limit:      100
-- show:       repeats, customers, expected_visits, actual_visits, expected_spend, actual_spend
-- dimensions: repeats
-- ratio:      expected_visits, expected_visits_each, actual_visits_each
-- money:      expected_spend, actual_spend
-- currency:   {reporting_currency}
-- labels:
--   repeats               Repeat visits until the forecast
--   expected_visits_each  Expected visits per customer
--   actual_visits_each    Actual visits per customer
-- cache:      until the next snapshot
-- chart:      line(repeats, expected_visits_each, actual_visits_each)
-- from: forecast_check(repeats)
-- columns:
--   repeats               int32          Days with an order after the first such day, until the forecast; 10 stands for 10 and more
--   customers             int64          Customers with so many
--   expected_visits       double         Days with an order that the forecast expected of them in 90 days; null without a forecast
--   actual_visits         int64          Days on which they ordered
--   expected_visits_each  double         Expected days per customer
--   actual_visits_each    double         Actual days per customer
--   expected_spend        decimal(18,2)  Spend that the forecast expected of them; null without a forecast
--   actual_spend          decimal(18,2)  What they spent
--   forecast_on           date           Day of the forecast: 90 days before as_of
--
-- How good the forecast is: fitted to the orders until 90 days before as_of, and compared with the 90 days since.

SELECT
    repeats, customers, expected_visits, actual_visits,
    {{ ratio(expected_visits, customers) }} AS expected_visits_each,
    {{ ratio(actual_visits, customers) }} AS actual_visits_each,
    expected_spend, actual_spend, forecast_on
FROM {{ ref('forecast_check') }}
