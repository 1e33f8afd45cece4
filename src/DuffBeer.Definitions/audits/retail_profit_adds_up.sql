-- audit: retail_profit_adds_up
--
-- Profit adds up to that of all order lines.

SELECT marts.profit, facts.profit AS expected_profit
FROM (SELECT COALESCE(SUM(profit), 0) AS profit FROM {{ this }}) AS marts
CROSS JOIN (SELECT COALESCE(SUM(profit), 0) AS profit FROM {{ ref('fact_retail_lines') }}) AS facts
WHERE marts.profit <> facts.profit
