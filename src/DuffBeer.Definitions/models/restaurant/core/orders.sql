-- model:        orders
-- grain:        order_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(order_id), not_null(order_date), accepted(daypart, Morning, Lunch, Afternoon, Dinner, Late),
--               accepted(customer_kind, customer, guest, shared)
-- from: stg_order_items(order_id), order_lines(order_id), shared_accounts(whole)
-- columns:
--   order_id        string         Id of the order
--   restaurant_id   string         Id of the location
--   app_name        string         App that took the order
--   ordered_at      timestamp      When the order was created (UTC)
--   ordered_local   timestamp      The same in the location's local time
--   order_date      date           Day of that
--   week_start      date           Monday of that day
--   month_start     date           First day of that day's month
--   hour            int32          Local hour, 0 to 23
--   daypart         string         Morning, Lunch, Afternoon, Dinner or Late, from the hours that the settings daypart_… give
--   user_id         string         Id of the user; null for guests
--   customer_id     string         The user id of a single customer; null for guests and shared accounts
--   customer_kind   string         customer, guest (no user id) or shared (account used by many people)
--   is_loyalty      bool           Ordered as a member of the loyalty programme
--   lines           int64          Order lines
--   units           int64          Units of all lines
--   item_total      decimal(18,2)  Items without options, in {reporting_currency}
--   option_charges  decimal(18,2)  Price of all paid options
--   gross_total     decimal(18,2)  Items and charges
--   discount        decimal(18,2)  Options with a negative price, as a positive amount
--   order_total     decimal(18,2)  Gross less discount
--   is_discounted   bool           The order has an option with a negative price
--
-- Every order once. If its lines disagree on who ordered, when or where, the earliest line decides.

WITH heads AS (
    SELECT
        order_id, restaurant_id, app_name, ordered_at, ordered_local, order_date, user_id,
        ROW_NUMBER() OVER (PARTITION BY order_id ORDER BY ordered_at, lineitem_id) AS place
    FROM {{ ref('stg_order_items') }}
),
loyal AS (
    SELECT order_id, BOOL_OR(is_loyalty) AS is_loyalty
    FROM {{ ref('stg_order_items') }}
    GROUP BY order_id
),
totals AS (
    SELECT
        order_id,
        COUNT(*) AS lines,
        SUM(quantity) AS units,
        SUM(item_total) AS item_total,
        SUM(option_charges) AS option_charges,
        SUM(discount) AS discount,
        SUM(line_total) AS order_total
    FROM {{ ref('order_lines') }}
    GROUP BY order_id
),
timed AS (
    SELECT
        order_id, restaurant_id, app_name, ordered_at, ordered_local, order_date, user_id,
        EXTRACT(HOUR FROM ordered_local) AS hour
    FROM heads
    WHERE place = 1
)
SELECT
    timed.order_id, timed.restaurant_id, timed.app_name, timed.ordered_at, timed.ordered_local, timed.order_date,
    {{ truncate_date('week', timed.order_date) }} AS week_start,
    {{ truncate_date('month', timed.order_date) }} AS month_start,
    timed.hour,
    CASE
        WHEN timed.hour >= {{ setting('daypart_late_from') }} OR timed.hour < {{ setting('daypart_morning_from') }} THEN 'Late'
        WHEN timed.hour >= {{ setting('daypart_dinner_from') }} THEN 'Dinner'
        WHEN timed.hour >= {{ setting('daypart_afternoon_from') }} THEN 'Afternoon'
        WHEN timed.hour >= {{ setting('daypart_lunch_from') }} THEN 'Lunch'
        ELSE 'Morning'
    END AS daypart,
    timed.user_id,
    CASE WHEN shared.user_id IS NULL THEN timed.user_id END AS customer_id,
    CASE WHEN timed.user_id IS NULL THEN 'guest' WHEN shared.user_id IS NULL THEN 'customer' ELSE 'shared' END AS customer_kind,
    loyal.is_loyalty,
    totals.lines, totals.units, totals.item_total, totals.option_charges,
    totals.item_total + totals.option_charges AS gross_total,
    totals.discount, totals.order_total,
    totals.discount > 0 AS is_discounted
FROM timed
JOIN loyal ON loyal.order_id = timed.order_id
JOIN totals ON totals.order_id = timed.order_id
LEFT JOIN {{ ref('shared_accounts') }} AS shared ON shared.user_id = timed.user_id
