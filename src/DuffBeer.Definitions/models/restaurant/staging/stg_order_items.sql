-- model:        stg_order_items
-- grain:        order_id, lineitem_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(order_id, lineitem_id), not_null(ordered_at), not_null(category), not_null(item_name), not_null(line_total)
-- columns:
--   order_id       string         Id of the order
--   lineitem_id    string         Id of the line in it
--   app_name       string         App that took the order
--   restaurant_id  string         Id of the location
--   ordered_at     timestamp      When the order was created (UTC)
--   ordered_local  timestamp      The same in the location's local time
--   user_id        string         Id of the user; null for guests
--   is_guest       bool           Ordered without a user id
--   is_loyalty     bool           Ordered as a member of the loyalty programme
--   currency       string         Currency of the prices
--   category       string         Category under its cleaned name
--   item_name      string         Item under its cleaned name
--   quantity       int32          Units
--   line_total     decimal(18,2)  Price of all units, without options
--   run_id         string         Run that brought the line's latest state
--
-- Every order line once, in its latest state, without test data. The source's price is that of the line unless the setting
-- item_price_is says unit.

SELECT
    lines.order_id, lines.lineitem_id, lines.app_name, lines.restaurant_id, lines.ordered_at,
    {{ local_time(lines.ordered_at, {{ setting('time_zone') }}) }} AS ordered_local,
    lines.user_id,
    lines.user_id IS NULL AS is_guest,
    lines.is_loyalty,
    lines.currency,
    categories.category,
    names.item_name,
    lines.item_quantity AS quantity,
    CASE WHEN {{ setting('item_price_is') }} = 'unit' THEN lines.item_price * lines.item_quantity ELSE lines.item_price END AS line_total,
    lines.run_id
FROM {{ ref('stg_order_item_rows') }} AS lines
LEFT JOIN {{ ref('stg_item_categories') }} AS categories ON categories.raw_category = COALESCE(lines.item_category, '')
LEFT JOIN {{ ref('stg_item_names') }} AS names ON names.raw_name = COALESCE(lines.item_name, '')
WHERE lines.row_role = 'kept'
