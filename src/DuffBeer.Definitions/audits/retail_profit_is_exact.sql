-- audit: retail_profit_is_exact
--
-- The sale price is the list price less the discount, and profit is (sale price - cost price) * quantity, to the last digit.

SELECT order_id, product_id, list_price, discount_percent, sale_price, cost_price, quantity, sales, profit
FROM {{ ref('fact_retail_lines') }}
WHERE sale_price * 100 <> list_price * (100 - discount_percent)
    OR profit <> (sale_price - cost_price) * quantity
    OR sales - cost <> profit
