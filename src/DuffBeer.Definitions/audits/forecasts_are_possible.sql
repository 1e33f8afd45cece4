-- audit: forecasts_are_possible
--
-- Probabilities are between 0 and 1, forecasts are not negative, and a longer period forecasts no less than a shorter one.

SELECT customer_id, probability_alive, expected_orders_90_days, expected_orders_365_days, expected_spend_90_days, expected_spend_365_days
FROM {{ ref('customer_value_forecast') }}
WHERE probability_alive < 0 OR probability_alive > 1
    OR expected_orders_90_days < 0 OR expected_orders_365_days < expected_orders_90_days
    OR expected_spend_90_days < 0 OR expected_spend_365_days < expected_spend_90_days
