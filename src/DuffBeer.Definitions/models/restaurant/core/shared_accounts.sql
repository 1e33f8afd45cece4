-- model:        shared_accounts
-- grain:        user_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(user_id), not_null(is_known)
-- from: stg_order_items(user_id)
-- columns:
--   user_id   string  User id shared by several people
--   orders    int64   Orders of this user id
--   is_known  bool    Listed in the setting known_shared_accounts; otherwise found by its number of orders
--
-- User ids whose orders count in sales but not in customer metrics: those in the setting known_shared_accounts, and those with at
-- least {shared_account_orders} orders (setting shared_account_orders).

WITH ordered AS (
    SELECT user_id, COUNT(DISTINCT order_id) AS orders
    FROM {{ ref('stg_order_items') }}
    WHERE user_id IS NOT NULL
    GROUP BY user_id
),
judged AS (
    SELECT
        user_id, orders,
        COALESCE(
            STRPOS(',' || REPLACE({{ setting('known_shared_accounts') }}, ' ', '') || ',', ',' || user_id || ',') > 0,
            FALSE) AS is_known
    FROM ordered
)
SELECT user_id, orders, is_known
FROM judged
WHERE is_known OR orders >= {{ setting('shared_account_orders') }}
