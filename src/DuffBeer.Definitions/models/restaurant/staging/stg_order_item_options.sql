-- model:        stg_order_item_options
-- grain:        one option of an order line
-- owner:        restaurants
-- materialized: table
-- audits:       unique(run_id, source_offset), not_null(order_id), not_null(lineitem_id)
-- from: stg_order_item_option_rows(order_id, lineitem_id)
-- columns:
--   order_id           string         Id of the order
--   lineitem_id        string         Id of the line that the option belongs to
--   option_group_name  string         What was to be chosen
--   option_name        string         What was chosen
--   option_price       decimal(10,2)  Price of one; a discount where it is below zero
--   option_quantity    int32          How many
--   option_total       decimal(18,2)  Price times quantity, in {reporting_currency}
--   run_id             string         Run that ingested the row
--   source_offset      int64          Byte offset of the row in its file
--
-- Every option of a line once, without orphans and options of lines that are left out.

SELECT
    order_id, lineitem_id, option_group_name, option_name, option_price, option_quantity,
    CASE
        WHEN rate = 1 THEN option_price * option_quantity
        ELSE CAST(option_price * option_quantity * rate AS DECIMAL(18, 2))
    END AS option_total,
    run_id, source_offset
FROM {{ ref('stg_order_item_option_rows') }}
WHERE row_role = 'kept'
