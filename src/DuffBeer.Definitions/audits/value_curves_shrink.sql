-- audit: value_curves_shrink
--
-- No month of a curve counts more customers than the month before.

SELECT curves.per, curves.name, curves.months_since, curves.customers, before.customers AS customers_before
FROM {{ ref('value_curves') }} AS curves
JOIN {{ ref('value_curves') }} AS before
    ON before.per = curves.per AND before.name = curves.name AND before.months_since = curves.months_since - 1
WHERE curves.customers > before.customers
