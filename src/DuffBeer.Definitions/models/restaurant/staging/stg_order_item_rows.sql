-- model:        stg_order_item_rows
-- grain:        one accepted row of order_items
-- owner:        restaurants
-- materialized: table
-- audits:       unique(run_id, source_offset), not_null(order_id), not_null(lineitem_id),
--               accepted(row_role, kept, superseded, duplicate, filtered),
--               accepted(rule, test_data, no_currency, other_currency)
-- from: order_items(order_id, lineitem_id), stg_currency_rates(currency)
-- fate: order_items by order_id, lineitem_id
-- columns:
--   order_id       string         Id of the order
--   lineitem_id    string         Id of the line in it
--   app_name       string         App that took the order
--   restaurant_id  string         Id of the location
--   ordered_at     timestamp      When the order was created (UTC)
--   ordered_local  timestamp      The same in the location's local time
--   order_date     date           Day of that
--   is_after_file  bool           The order is later than the file that brought it
--   user_id        string         Id of the user; null for guests
--   is_loyalty     bool           Ordered as a member of the loyalty programme
--   currency       string         Currency of the price
--   rate           decimal(18,8)  Price of one unit of the currency in {reporting_currency}; null where it is not known
--   item_category  string         Category as spelled in the source
--   item_name      string         Name as spelled in the source
--   item_price     decimal(10,2)  Price in the source: of the line or of one unit, by the setting item_price_is
--   item_quantity  int32          Units of the line
--   run_id         string         Run that ingested the row
--   run_order      int32          Rank of the run by source time, then source key
--   source_offset  int64          Byte offset of the row in its file
--   row_role       string         kept: the latest state; superseded: an earlier one; duplicate: repeats the row before; filtered: left out
--   rule           string         Rule that left the row out, otherwise null: test_data, no_currency or other_currency
--
-- Every accepted row of order_items, and how it is used. Where a line is sent again, its latest row counts. Left out are rows of apps
-- whose name ends in - DEVELOPMENT (test_data), prices without a currency (no_currency), and prices in a currency other than
-- {reporting_currency} for which currency_rates has no rate on that day (other_currency).

WITH sent AS (
    SELECT
        order_id, lineitem_id, app_name, restaurant_id, creation_time_utc, user_id, is_loyalty, currency,
        item_category, item_name, item_price,
        item_quantity, _run, _run_order, _offset,
        creation_time_utc > _source_time AS is_after_file,
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
        item_quantity, _run, _run_order, _offset, is_after_file,
        COALESCE(is_test_data, FALSE) AS is_test_data, is_new,
        {{ local_time(creation_time_utc, {{ setting('time_zone') }}) }} AS ordered_local,
        SUM(is_new) OVER (
            PARTITION BY order_id, lineitem_id ORDER BY _run_order, _offset
            ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS version,
        SUM(is_new) OVER (PARTITION BY order_id, lineitem_id) AS versions
    FROM sent
),
priced AS (
    SELECT
        numbered.order_id, numbered.lineitem_id, numbered.app_name, numbered.restaurant_id, numbered.creation_time_utc,
        numbered.ordered_local, numbered.user_id, numbered.is_loyalty, numbered.currency, numbered.item_category, numbered.item_name,
        numbered.item_price, numbered.item_quantity, numbered._run, numbered._run_order, numbered._offset, numbered.is_after_file,
        numbered.is_new, numbered.version, numbered.versions,
        CASE WHEN numbered.currency = UPPER({{ setting('reporting_currency') }}) THEN 1 ELSE rates.rate END AS rate,
        CASE
            WHEN numbered.is_test_data THEN 'test_data'
            WHEN numbered.currency IS NULL THEN 'no_currency'
            WHEN numbered.currency <> UPPER({{ setting('reporting_currency') }}) AND rates.rate IS NULL THEN 'other_currency'
        END AS rule
    FROM numbered
    LEFT JOIN {{ ref('stg_currency_rates') }} AS rates
        ON rates.currency = numbered.currency
        AND rates.row_role = 'kept'
        AND CAST(numbered.ordered_local AS DATE) >= rates.valid_from
        AND (rates.valid_until IS NULL OR CAST(numbered.ordered_local AS DATE) <= rates.valid_until)
)
SELECT
    order_id, lineitem_id, app_name, restaurant_id,
    creation_time_utc AS ordered_at,
    ordered_local,
    CAST(ordered_local AS DATE) AS order_date,
    is_after_file,
    user_id,
    COALESCE(is_loyalty, FALSE) AS is_loyalty,
    currency, rate, item_category, item_name, item_price, item_quantity,
    _run AS run_id,
    _run_order AS run_order,
    _offset AS source_offset,
    CASE
        WHEN rule IS NOT NULL THEN 'filtered'
        WHEN is_new = 0 THEN 'duplicate'
        WHEN version = versions THEN 'kept'
        ELSE 'superseded'
    END AS row_role,
    rule
FROM priced
