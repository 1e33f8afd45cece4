-- report:     shipping-method-by-category
-- title:      Most common shipping method by category
-- domain:     retail
-- model:      category_ship_mode
-- parameters:
--   category  string  values(category_orders.category)  Only this category
--   show      string  default(most_common) oneOf(most_common, all)  Only the most common ship modes, or all including Unknown
-- sortable:   category, ship_mode, orders, order_lines, share
-- order:      category, is_most_common desc, orders desc, ship_mode
-- limit:      1000
-- show:       category, ship_mode, orders, order_lines, share, is_tie
-- percent:    share
-- labels:
--   share  Share of orders
-- cache:      until the next snapshot
-- chart:      stacked(category, ship_mode, orders)
-- export:     true
-- columns:
--   category         string  Category
--   ship_mode        string  How orders were shipped; Unknown where the source does not say
--   orders           int64   Distinct orders
--   order_lines      int64   Order lines
--   share            double  Share of the category's orders, those of unknown ship mode included, 0 to 1
--   is_most_common   bool    No known ship mode has more orders in the category
--   is_tie           bool    Several ship modes tie; each has its row
--   unknown_orders   int64   Orders of the category with an unknown ship mode
--
-- The most common ship mode of each category. On a tie, all of them are listed and flagged. A category without any known ship mode
-- has no winner: only show=all lists it.

SELECT
    modes.category, modes.ship_mode, modes.orders, modes.order_lines, modes.share, modes.is_most_common, modes.is_tie,
    COALESCE(unknown.orders, 0) AS unknown_orders
FROM {{ ref('category_ship_mode') }} AS modes
LEFT JOIN {{ ref('category_ship_mode') }} AS unknown ON unknown.category = modes.category AND NOT unknown.is_known
WHERE ({{ category }} IS NULL OR modes.category = {{ category }})
    AND (modes.is_most_common OR {{ show }} = 'all')
