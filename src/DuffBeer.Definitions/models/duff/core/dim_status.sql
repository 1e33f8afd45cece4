-- model:        dim_status
-- grain:        status
-- owner:        sales
-- materialized: table
-- audits:       unique(status), unique(status_key), not_null(meaning)
-- columns:
--   status_key  int64   Surrogate key, fixed in the contract
--   status      string  Name
--   meaning     string  What it says of an order
--
-- What may become of an order, whether any order came to it yet or not.

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
