-- model:        lines_left_out
-- grain:        rule, currency
-- owner:        restaurants
-- materialized: table
-- audits:       unique(rule, currency), accepted(rule, test_data, no_currency, other_currency, after_as_of),
--               lines_without_a_figure
-- from: stg_order_item_rows(row_role = 'filtered', rule, currency),
--   stg_order_item_rows(row_role = 'kept', currency, order_date >= first_date, order_date <= last_date) when rule after_as_of,
--   restaurant_as_of(whole)
-- columns:
--   rule        string         Why: test_data, no_currency, other_currency or after_as_of
--   currency    string         Currency of the prices; null for those without one
--   lines       int64          Rows of order_items
--   amount      decimal(18,2)  Their prices in that currency, without options
--   first_date  date           Day of the earliest
--   last_date   date           Day of the latest
--   meaning     string         What the rule leaves out, and what brings the lines in
--
-- Order lines that no figure counts, and why. Amounts are in their own currency and are never added.

WITH left_out AS (
    SELECT
        CASE WHEN lines.row_role = 'kept' THEN 'after_as_of' ELSE lines.rule END AS rule,
        lines.currency, lines.order_date,
        CASE WHEN {{ setting('item_price_is') }} = 'unit' THEN lines.item_price * lines.item_quantity ELSE lines.item_price END AS amount
    FROM {{ ref('stg_order_item_rows') }} AS lines
    CROSS JOIN {{ ref('restaurant_as_of') }} AS today
    WHERE lines.row_role = 'filtered' OR (lines.row_role = 'kept' AND lines.order_date > today.as_of)
)
SELECT
    rule, currency,
    COUNT(*) AS lines,
    SUM(amount) AS amount,
    MIN(order_date) AS first_date,
    MAX(order_date) AS last_date,
    CASE rule
        WHEN 'test_data' THEN 'Apps whose name ends in - DEVELOPMENT'
        WHEN 'no_currency' THEN 'Prices without a currency: correct the source'
        WHEN 'other_currency' THEN 'Not the reporting currency: ingest a rate as currency_rates'
        ELSE 'Orders after as_of'
    END AS meaning
FROM left_out
GROUP BY rule, currency
