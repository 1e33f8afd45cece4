-- model:        stg_order_item_option_rows
-- grain:        one accepted row of order_item_options
-- owner:        restaurants
-- materialized: table
-- audits:       unique(run_id, source_offset), accepted(row_role, kept, superseded, duplicate, filtered),
--               accepted(rule, orphan, test_data, no_currency, other_currency, after_as_of)
-- from: order_item_options(order_id, lineitem_id), stg_order_item_rows(order_id, lineitem_id), restaurant_as_of(whole)
-- fate: order_item_options by order_id, lineitem_id, option_group_name, option_name
-- columns:
--   order_id           string         Id of the order
--   lineitem_id        string         Id of the line that the option belongs to
--   option_group_name  string         What was to be chosen
--   option_name        string         What was chosen
--   option_price       decimal(10,2)  Price of one; a discount where it is below zero
--   option_quantity    int32          How many
--   rate               decimal(18,8)  Price of one unit of the line's currency in {reporting_currency}
--   run_id             string         Run that ingested the row
--   run_order          int32          Rank of the run by source time, then source key
--   source_offset      int64          Byte offset of the row in its file
--   row_role           string         kept; duplicate: repeats a row; superseded: a later file changed it; filtered: left out
--   rule               string         Rule that left the row out, otherwise null: orphan (no such line), or that of its line
--
-- Every accepted row of order_item_options, and how it is used. An option without a line counts in no order, and one whose line is left
-- out is left out by the same rule.

WITH lines AS (
    SELECT
        order_id, lineitem_id,
        MAX(order_date) FILTER (WHERE row_role = 'kept') AS order_date,
        MAX(rate) FILTER (WHERE row_role = 'kept') AS rate,
        MIN(rule) AS rule
    FROM {{ ref('stg_order_item_rows') }}
    GROUP BY order_id, lineitem_id
),
judged AS (
    SELECT
        options.order_id, options.lineitem_id, options.option_group_name, options.option_name,
        options.option_price, options.option_quantity,
        options._run, options._run_order, options._offset,
        lines.rate,
        CASE
            WHEN lines.lineitem_id IS NULL THEN 'orphan'
            WHEN lines.order_date IS NULL THEN lines.rule
            WHEN lines.order_date > today.as_of THEN 'after_as_of'
        END AS rule
    FROM {{ source('order_item_options') }} AS options
    CROSS JOIN {{ ref('restaurant_as_of') }} AS today
    LEFT JOIN lines ON lines.order_id = options.order_id AND lines.lineitem_id = options.lineitem_id
),
repeats AS (
    SELECT
        order_id, lineitem_id, option_group_name, option_name, option_price, option_quantity, rate, _run, _run_order, _offset, rule,
        ROW_NUMBER() OVER (
            PARTITION BY order_id, lineitem_id, option_group_name, option_name, option_price, option_quantity
            ORDER BY _run_order, _offset) AS occurrence,
        MAX(_run_order) OVER (
            PARTITION BY order_id, lineitem_id, option_group_name, option_name, option_price, option_quantity) AS last_sent
    FROM judged
),
latest AS (
    SELECT
        order_id, lineitem_id, option_group_name, option_name, option_price, option_quantity, rate, _run, _run_order, _offset, rule,
        occurrence, last_sent,
        MAX(_run_order) OVER (PARTITION BY order_id, lineitem_id, option_group_name, option_name) AS latest_sent
    FROM repeats
)
SELECT
    order_id, lineitem_id, option_group_name, option_name, option_price, option_quantity, rate,
    _run AS run_id,
    _run_order AS run_order,
    _offset AS source_offset,
    CASE
        WHEN rule IS NOT NULL THEN 'filtered'
        WHEN occurrence > 1 THEN 'duplicate'
        WHEN last_sent < latest_sent THEN 'superseded'
        ELSE 'kept'
    END AS row_role,
    rule
FROM latest
