-- model:        stg_order_item_rows
-- grain:        one accepted row of order_items
-- owner:        restaurants
-- materialized: table
-- audits:       unique(run_id, source_offset), not_null(order_id), not_null(lineitem_id),
--               accepted(row_role, kept, superseded, duplicate, filtered), accepted(rule, test_data)
-- columns:
--   order_id       string         Id of the order
--   lineitem_id    string         Id of the line in it
--   app_name       string         App that took the order
--   restaurant_id  string         Id of the location
--   ordered_at     timestamp      When the order was created (UTC)
--   user_id        string         Id of the user; null for guests
--   is_loyalty     bool           Ordered as a member of the loyalty programme
--   currency       string         Currency of the prices
--   item_category  string         Category as spelled in the source
--   item_name      string         Name as spelled in the source
--   item_price     decimal(10,2)  Price in the source: of the line or of one unit, by the setting item_price_is
--   item_quantity  int32          Units of the line
--   run_id         string         Run that ingested the row
--   run_order      int32          Rank of the run by source time, then source key
--   source_offset  int64          Byte offset of the row in its file
--   row_role       string         kept: the latest state; superseded: an earlier one; duplicate: repeats the row before; filtered: left out
--   rule           string         Rule that left the row out: test_data for apps whose name ends in - DEVELOPMENT; otherwise null
--
-- Every accepted row of order_items, and how it is used. Where a line is sent again, its latest row counts.

WITH sent AS (
    SELECT
        order_id, lineitem_id, app_name, restaurant_id, creation_time_utc, user_id, is_loyalty, currency,
        item_category, item_name, item_price,
        item_quantity, _run, _run_order, _offset,
        UPPER(TRIM(app_name)) LIKE '%- DEVELOPMENT' AS is_test_data,
        CASE
            WHEN ROW_NUMBER() OVER earlier > 1
                AND LAG(app_name) OVER earlier IS NOT DISTINCT FROM app_name
                AND LAG(restaurant_id) OVER earlier IS NOT DISTINCT FROM restaurant_id
                AND LAG(creation_time_utc) OVER earlier IS NOT DISTINCT FROM creation_time_utc
                AND LAG(user_id) OVER earlier IS NOT DISTINCT FROM user_id
                AND LAG(card_hash) OVER earlier IS NOT DISTINCT FROM card_hash
                AND LAG(is_loyalty) OVER earlier IS NOT DISTINCT FROM is_loyalty
                AND LAG(currency) OVER earlier IS NOT DISTINCT FROM currency
                AND LAG(item_category) OVER earlier IS NOT DISTINCT FROM item_category
                AND LAG(item_name) OVER earlier IS NOT DISTINCT FROM item_name
                AND LAG(item_price) OVER earlier IS NOT DISTINCT FROM item_price
                AND LAG(item_quantity) OVER earlier IS NOT DISTINCT FROM item_quantity
            THEN 0 ELSE 1
        END AS is_new
    FROM {{ source('order_items') }}
    WINDOW earlier AS (PARTITION BY order_id, lineitem_id ORDER BY _run_order, _offset)
),
numbered AS (
    SELECT
        order_id, lineitem_id, app_name, restaurant_id, creation_time_utc, user_id, is_loyalty, currency,
        item_category, item_name, item_price,
        item_quantity, _run, _run_order, _offset, COALESCE(is_test_data, FALSE) AS is_test_data, is_new,
        SUM(is_new) OVER (
            PARTITION BY order_id, lineitem_id ORDER BY _run_order, _offset
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS version,
        SUM(is_new) OVER (PARTITION BY order_id, lineitem_id) AS versions
    FROM sent
)
SELECT
    order_id, lineitem_id, app_name, restaurant_id,
    creation_time_utc AS ordered_at,
    user_id,
    COALESCE(is_loyalty, FALSE) AS is_loyalty,
    currency, item_category, item_name, item_price, item_quantity,
    _run AS run_id,
    _run_order AS run_order,
    _offset AS source_offset,
    CASE
        WHEN is_test_data THEN 'filtered'
        WHEN is_new = 0 THEN 'duplicate'
        WHEN version = versions THEN 'kept'
        ELSE 'superseded'
    END AS row_role,
    CASE WHEN is_test_data THEN 'test_data' END AS rule
FROM numbered
