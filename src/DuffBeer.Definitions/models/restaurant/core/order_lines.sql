-- model:        order_lines
-- grain:        order_id, lineitem_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(order_id, lineitem_id), relates(order_id, orders.order_id), order_lines_add_up
-- from: stg_order_items(order_id, lineitem_id), stg_order_item_options(order_id, lineitem_id)
-- columns:
--   order_id         string         Id of the order
--   lineitem_id      string         Id of the line in it
--   category         string         Category under its cleaned name
--   item_name        string         Item under its cleaned name
--   quantity         int32          Units
--   unit_price       decimal(18,2)  Price of one unit without options; null where the line has no units
--   item_total       decimal(18,2)  Price of all units without options
--   option_charges   decimal(18,2)  Price of all paid options
--   discount         decimal(18,2)  Options with a negative price, as a positive amount
--   line_total       decimal(18,2)  Items and charges less discount
--   options          int64          Options chosen
--   paid_options     int64          Options with a positive price
--   is_zero_price    bool           The line's items cost nothing
--   has_paid_option  bool           A paid option was added
--
-- Every order line with its options. Options join by the line's id; a line without options has zeros.

WITH chosen AS (
    SELECT
        order_id, lineitem_id,
        COUNT(*) AS options,
        COUNT(*) FILTER (WHERE option_total > 0) AS paid_options,
        COALESCE(SUM(option_total) FILTER (WHERE option_total > 0), 0) AS option_charges,
        COALESCE(SUM(-option_total) FILTER (WHERE option_total < 0), 0) AS discount
    FROM {{ ref('stg_order_item_options') }}
    GROUP BY order_id, lineitem_id
)
SELECT
    lines.order_id, lines.lineitem_id, lines.category, lines.item_name, lines.quantity,
    {{ ratio(lines.line_total, lines.quantity) }} AS unit_price,
    lines.line_total AS item_total,
    COALESCE(chosen.option_charges, 0) AS option_charges,
    COALESCE(chosen.discount, 0) AS discount,
    lines.line_total + COALESCE(chosen.option_charges, 0) - COALESCE(chosen.discount, 0) AS line_total,
    COALESCE(chosen.options, 0) AS options,
    COALESCE(chosen.paid_options, 0) AS paid_options,
    lines.line_total = 0 AS is_zero_price,
    COALESCE(chosen.paid_options, 0) > 0 AS has_paid_option
FROM {{ ref('stg_order_items') }} AS lines
LEFT JOIN chosen ON chosen.order_id = lines.order_id AND chosen.lineitem_id = lines.lineitem_id
