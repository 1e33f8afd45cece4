-- audit: loss_makers_break_even
--
-- Every loss maker loses money, and its discount is above the break-even discount where one exists.

SELECT level, category, sub_category, product_id, profit, discount, break_even_discount
FROM {{ ref('loss_makers') }}
WHERE profit >= 0 OR break_even_discount < 0 OR break_even_discount > 1 OR discount < break_even_discount
