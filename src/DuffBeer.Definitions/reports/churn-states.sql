-- report:     churn-states
-- title:      Customers by churn state
-- domain:     restaurant
-- model:      churn_indicators
-- parameters:
--   is_member  bool  true: only members of the loyalty programme; false: only others
-- sortable:   state, first_day, customers, share, late_customers, spend_last, spend_before
-- order:      first_day
-- limit:      10
-- show:       state, customers, share, late_customers, spend_last, spend_before
-- money:      spend_last, spend_before
-- currency:   {reporting_currency}
-- percent:    share
-- days:       first_day
-- labels:
--   spend_last    Recent spend
--   spend_before  Spend before
--   first_day     Days away, from
-- cache:      until the next snapshot
-- chart:      pie(state, customers)
-- from: churn_indicators(state, is_member = {is_member})
-- whole: share
-- columns:
--   state           string         Active, Warning, At Risk or Lapsed
--   first_day       int64          Fewest days that one of them has been away
--   customers       int64          Customers in it
--   share           double         Share of all customers, 0 to 1
--   late_customers  int64          Customers who are late against their own rhythm
--   spend_last      decimal(18,2)  Their spend of the last {churn_spend_days} days
--   spend_before    decimal(18,2)  Their spend of the {churn_spend_days} days before
--
-- Customers in each state. States without customers are left out.

SELECT state, first_day, customers, {{ ratio(customers, SUM(customers) OVER ()) }} AS share, late_customers, spend_last, spend_before
FROM (
    SELECT
        state,
        MIN(days_since_last_order) AS first_day,
        COUNT(*) AS customers,
        COUNT(*) FILTER (WHERE is_late) AS late_customers,
        SUM(spend_last) AS spend_last,
        SUM(spend_before) AS spend_before
    FROM {{ ref('churn_indicators') }}
    WHERE {{ is_member }} IS NULL OR is_member = {{ is_member }}
    GROUP BY state
) AS states
