-- model:        map_item_categories
-- grain:        category_key
-- owner:        restaurants
-- materialized: table
-- audits:       unique(category_key), not_null(category)
-- columns:
--   category_key  string  Letters and digits of a category as it comes, in lower case
--   category      string  Name under which it is reported
--
-- How categories that are written in several ways are named; a line here is all that a new way of writing one needs. Categories
-- that are not here bear the name that most of their lines give them. None may be called All: sales_trends says so of all categories together.

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
