-- report:     churn-indicators
-- title:      Customers who may be leaving
-- domain:     restaurant
-- model:      churn_indicators
-- parameters:
--   customer_id  string  values(customers.customer_id)  Only this customer
--   state        string  oneOf(Active, Warning, At Risk, Lapsed)  Only customers in this state
--   is_late      bool    true: only customers who are late against their own rhythm; false: only those who are not
--   is_member    bool    true: only members of the loyalty programme; false: only others
-- sortable:   customer_id, last_order_date, days_since_last_order, orders, visits, mean_gap_days, median_gap_days,
--             spend_last, spend_before, spend_change, state, is_late, is_member, as_of
-- order:      spend_before desc, customer_id
-- limit:      100
-- show:       customer_id, state, days_since_last_order, orders, spend_last, spend_before, spend_change, is_late
-- money:      spend_last, spend_before
-- currency:   {reporting_currency}
-- percent:    spend_change
-- days:       days_since_last_order, mean_gap_days, median_gap_days
-- labels:
--   mean_gap_days    Mean gap
--   median_gap_days  Median gap
--   spend_last       Recent spend
--   spend_before     Spend before
-- cache:      until the next snapshot
-- chart:      scatter(days_since_last_order, spend_before, state)
-- from: churn_indicators(customer_id)
-- columns:
--   customer_id            string         Id of the customer
--   last_order_date        date           Day of the last order
--   days_since_last_order  int64          Days from then to as_of
--   orders                 int64          Orders
--   visits                 int64          Days with an order: several orders of one day are one visit
--   mean_gap_days          double         Mean days from one visit to the next; null after a single visit
--   median_gap_days        double         Median of them; null after a single visit
--   spend_last             decimal(18,2)  Total of the orders of the last {churn_spend_days} days
--   spend_before           decimal(18,2)  Total of the orders of the {churn_spend_days} days before
--   spend_change           double         Change between the two as a fraction; null where there was none before
--   state                  string         Active to {churn_active_days} days, Warning {churn_warning_days}, At Risk {churn_at_risk_days}
--   is_late                bool           Away over {churn_late_factor} mean gaps; null with fewer than {churn_late_min_orders} orders
--   is_member              bool           Has ordered as a member of the loyalty programme at least once
--   as_of                  date           Day from which the figures are counted back
--
-- How long each customer has been away, against fixed bounds and their own rhythm; the biggest spenders come first.

SELECT
    customer_id, last_order_date, days_since_last_order, orders, visits, mean_gap_days, median_gap_days, spend_last, spend_before,
    spend_change, state, is_late, is_member, as_of
FROM {{ ref('churn_indicators') }}
WHERE ({{ customer_id }} IS NULL OR customer_id = {{ customer_id }})
    AND ({{ state }} IS NULL OR state = {{ state }})
    AND ({{ is_late }} IS NULL OR is_late = {{ is_late }})
    AND ({{ is_member }} IS NULL OR is_member = {{ is_member }})
