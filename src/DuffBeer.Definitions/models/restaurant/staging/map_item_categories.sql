-- model:        map_item_categories
-- grain:        category_key
-- owner:        restaurants
-- materialized: table
-- audits:       unique(category_key), not_null(category)
-- columns:
--   category_key  string  The letters and digits of the category in lower case
--   category      string  Name under which it is reported
--
-- Names for categories that the source spells in several ways; a new spelling needs only a line here. Categories that are not listed
-- keep the name that most of their lines give them. None may be called All: sales_trends uses that for all categories.

SELECT category_key, category
FROM (
    VALUES
        ('all', 'All Items'),
        ('kid', 'Kids'),
        ('kids', 'Kids'),
        ('kidsmenu', 'Kids'),
        ('sandwich', 'Sandwiches'),
        ('sandwiches', 'Sandwiches'),
        ('smoothie', 'Smoothies'),
        ('smoothies', 'Smoothies'),
        ('bowl', 'Bowls'),
        ('bowls', 'Bowls'),
        ('salad', 'Salads'),
        ('salads', 'Salads'),
        ('dripcoffee', 'Drip Coffee'),
        ('dripcoffees', 'Drip Coffee')
) AS known (category_key, category)
