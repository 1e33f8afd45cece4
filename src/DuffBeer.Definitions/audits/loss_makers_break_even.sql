-- audit: loss_makers_break_even
--
-- Every loss maker loses, and where a discount exists at which it would not, it was given more than that.

SELECT level, category, sub_category, product_id, profit, discount, break_even_discount
FROM {{ ref('loss_makers') }}
WHERE profit >= 0 OR break_even_discount < 0 OR break_even_discount > 1 OR discount < break_even_discount
