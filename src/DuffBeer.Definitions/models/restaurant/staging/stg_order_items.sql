-- model:        stg_order_items
-- grain:        order_id, lineitem_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(order_id, lineitem_id), not_null(ordered_at), not_null(category), not_null(item_name), not_null(line_total)
-- from: stg_order_item_rows(order_id, lineitem_id), restaurant_as_of(whole), stg_item_categories(whole), stg_item_names(whole)
-- columns:
--   order_id       string         Id of the order
--   lineitem_id    string         Id of the line in it
--   app_name       string         App that took the order
--   restaurant_id  string         Id of the location
--   ordered_at     timestamp      When the order was created (UTC)
--   ordered_local  timestamp      The same in the location's local time
--   order_date     date           Day of that
--   user_id        string         Id of the user; null for guests
--   is_guest       bool           Ordered without a user id
--   is_loyalty     bool           Ordered as a member of the loyalty programme
--   currency       string         Currency of the prices in the source
--   rate           decimal(18,8)  Price of one unit of it in {reporting_currency}
--   category       string         Category under its cleaned name
--   item_name      string         Item under its cleaned name
--   quantity       int32          Units
--   line_total     decimal(18,2)  Price of all units in {reporting_currency}, without options
--   run_id         string         Run that brought the line's latest state
--
-- Every order line once, in its latest state: without rows that a rule left out and without orders after as_of. The source's price is
-- that of the line unless the setting item_price_is says unit.

SELECT
    lines.order_id, lines.lineitem_id, lines.app_name, lines.restaurant_id, lines.ordered_at, lines.ordered_local, lines.order_date,
    lines.user_id,
    lines.user_id IS NULL AS is_guest,
    lines.is_loyalty,
    lines.currency, lines.rate,
    categories.category,
    names.item_name,
    lines.item_quantity AS quantity,
    CASE
        WHEN {{ setting('item_price_is') }} = 'unit' THEN CAST(lines.item_price * lines.item_quantity * lines.rate AS DECIMAL(18, 2))
        WHEN lines.rate = 1 THEN lines.item_price
        ELSE CAST(lines.item_price * lines.rate AS DECIMAL(18, 2))
    END AS line_total,
    lines.run_id
FROM {{ ref('stg_order_item_rows') }} AS lines
CROSS JOIN {{ ref('restaurant_as_of') }} AS today
LEFT JOIN {{ ref('stg_item_categories') }} AS categories ON categories.raw_category = COALESCE(lines.item_category, '')
LEFT JOIN {{ ref('stg_item_names') }} AS names ON names.raw_name = COALESCE(lines.item_name, '')
WHERE lines.row_role = 'kept' AND lines.order_date <= today.as_of
