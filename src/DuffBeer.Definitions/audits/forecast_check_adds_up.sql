-- audit: forecast_check_adds_up
--
-- The groups have every customer whose first order was before the day of the forecast.

SELECT checked.customers, everyone.customers AS expected_customers
FROM (SELECT COALESCE(SUM(customers), 0) AS customers FROM {{ ref('forecast_check') }}) AS checked
CROSS JOIN (
    SELECT COUNT(*) AS customers
    FROM {{ ref('customers') }}
    WHERE first_order_date <= DATE_ADD('day', -90, as_of)
) AS everyone
WHERE checked.customers <> everyone.customers
