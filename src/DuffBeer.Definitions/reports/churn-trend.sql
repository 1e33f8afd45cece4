-- report:     churn-trend
-- title:      Churn states by month
-- domain:     restaurant
-- model:      churn_months
-- parameters:
--   is_member  bool  true: only members of the loyalty programme at that time; false: only others
--   from       date  Only months that end on this day or later
--   to         date  Only months that end on this day or earlier
-- sortable:   month_end, state, customers, share, late_customers, is_complete
-- order:      month_end, first_day
-- limit:      1000
-- show:       month_end, state, customers, share, late_customers
-- percent:    share
-- days:       first_day
-- labels:
--   month_end  Month
--   first_day  Days away, from
--   share      Share of customers
-- cache:      until the next snapshot
-- chart:      stacked(month_end, state, customers)
-- from: churn_months(month_end, state, is_member = {is_member})
-- whole: share
-- columns:
--   month_end       date    Last day of the month; as_of for the month that is not over
--   state           string  Active to {churn_active_days} days away, Warning {churn_warning_days}, At Risk {churn_at_risk_days}, Lapsed
--   first_day       int64   Fewest days away in the state
--   customers       int64   Customers who had ordered by then
--   share           double  Share of all of them, 0 to 1
--   late_customers  int64   Of these, customers who were late against their own rhythm
--   is_complete     bool    The month was over
--
-- How many customers were active, slipping away or gone at the end of each month, as it was known then. States without customers are left
-- out.

SELECT
    month_end, state,
    CASE state
        WHEN 'Active' THEN 0
        WHEN 'Warning' THEN {{ setting('churn_active_days') }} + 1
        WHEN 'At Risk' THEN {{ setting('churn_warning_days') }} + 1
        ELSE {{ setting('churn_at_risk_days') }} + 1
    END AS first_day,
    customers,
    {{ ratio(customers, SUM(customers) OVER (PARTITION BY month_end)) }} AS share,
    late_customers, is_complete
FROM (
    SELECT month_end, state, is_complete, SUM(customers) AS customers, SUM(late_customers) AS late_customers
    FROM {{ ref('churn_months') }}
    WHERE ({{ is_member }} IS NULL OR is_member = {{ is_member }})
        AND ({{ from }} IS NULL OR month_end >= {{ from }})
        AND ({{ to }} IS NULL OR month_end <= {{ to }})
    GROUP BY month_end, state, is_complete
) AS states
