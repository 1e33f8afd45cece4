-- model:        dim_status
-- grain:        status
-- owner:        sales
-- materialized: table
-- audits:       unique(status), unique(status_key), not_null(meaning)
-- columns:
--   status_key  int64   Surrogate key, fixed in the contract
--   status      string  Name
--   meaning     string  What it means for an order
--
-- Every status an order can have, whether or not any order has it yet.

SELECT
    {{ fixed_key('duff_orders.status', status) }} AS status_key,
    status,
    meaning
FROM (
    VALUES
        ('created', 'Ordered, not delivered yet'),
        ('delivered', 'Delivered whole'),
        ('broken', 'Broken on the way: counts in gross sales, not in net sales')
) AS known (status, meaning)
