-- report:     customers-to-act-on
-- title:      Customers about to leave, and what they are worth
-- domain:     restaurant
-- model:      customer_profiles
-- parameters:
--   who          string  default(leaving) oneOf(leaving, all)  leaving: in Warning or At Risk, or late against the own rhythm; not Lapsed
--   customer_id  string  values(customers.customer_id)  Only this customer
--   segment      string  oneOf(VIP, New, Churn Risk, Lost, Regular)  Only customers of this segment
--   tier         string  oneOf(High, Medium, Low)  Only customers of this tier
--   state        string  oneOf(Active, Warning, At Risk, Lapsed)  Only customers in this state
--   is_late      bool    true: only customers who are late against their own rhythm; false: only those who are not
--   is_member    bool    true: only members of the loyalty programme; false: only others
--   min_value    decimal(18,2)  min(0)  Only customers with at least this lifetime value
-- sortable:   customer_id, segment, tier, state, is_late, days_since_last_order, mean_gap_days, last_order_date, orders, lifetime_value,
--             spend_last, spend_before, spend_change, probability_alive, expected_spend_90_days, expected_spend_365_days, is_member
-- order:      lifetime_value desc, customer_id
-- limit:      100
-- show:       customer_id, segment, tier, state, is_late, days_since_last_order, lifetime_value, spend_last, spend_before,
--             probability_alive, expected_spend_365_days
-- percent:    spend_change, probability_alive
-- money:      lifetime_value, spend_last, spend_before, expected_spend_90_days, expected_spend_365_days
-- currency:   {reporting_currency}
-- days:       days_since_last_order, mean_gap_days
-- labels:
--   mean_gap_days            Mean gap
--   spend_last               Recent spend
--   spend_before             Spend before
--   probability_alive        Probability of another order
--   expected_spend_90_days   Expected spend, 90 days
--   expected_spend_365_days  Expected spend, 365 days
-- cache:      until the next snapshot
-- chart:      scatter(days_since_last_order, lifetime_value, segment)
-- from: customer_profiles(customer_id)
-- whole: segment, tier
-- columns:
--   customer_id              string         Id of the customer
--   segment                  string         VIP, New, Churn Risk, Lost or Regular
--   tier                     string         High, Medium or Low, by lifetime value
--   state                    string         Active to {churn_active_days} days, Warning {churn_warning_days}, At Risk {churn_at_risk_days}
--   is_late                  bool           Away over {churn_late_factor} mean gaps; null with fewer than {churn_late_min_orders} orders
--   days_since_last_order    int64          Days from the last order to as_of
--   mean_gap_days            double         Mean days from one visit to the next; null after a single visit
--   last_order_date          date           Day of the last order
--   orders                   int64          Orders
--   lifetime_value           decimal(18,2)  Total of all orders
--   spend_last               decimal(18,2)  Total of the orders of the last {churn_spend_days} days
--   spend_before             decimal(18,2)  Total of the orders of the {churn_spend_days} days before
--   spend_change             double         Change between the two as a fraction; null where there was none before
--   probability_alive        double         Probability that the customer will ever order again; null without a forecast
--   expected_spend_90_days   decimal(18,2)  Expected spend of the next 90 days; null without a forecast
--   expected_spend_365_days  decimal(18,2)  Expected spend of the next 365 days; null without a forecast
--   is_member                bool           Has ordered as a member of the loyalty programme at least once
--
-- Customers who may be leaving and can still be won back, the most valuable first: in Warning or At Risk, or late against their own
-- rhythm.

SELECT
    customer_id, segment, tier, state, is_late, days_since_last_order, mean_gap_days, last_order_date, orders, lifetime_value,
    spend_last, spend_before,
    {{ ratio(spend_last - spend_before, spend_before) }} AS spend_change,
    probability_alive, expected_spend_90_days, expected_spend_365_days, is_member
FROM {{ ref('customer_profiles') }}
WHERE ({{ who }} = 'all' OR state IN ('Warning', 'At Risk') OR (state = 'Active' AND is_late))
    AND ({{ customer_id }} IS NULL OR customer_id = {{ customer_id }})
    AND ({{ segment }} IS NULL OR segment = {{ segment }})
    AND ({{ tier }} IS NULL OR tier = {{ tier }})
    AND ({{ state }} IS NULL OR state = {{ state }})
    AND ({{ is_late }} IS NULL OR is_late = {{ is_late }})
    AND ({{ is_member }} IS NULL OR is_member = {{ is_member }})
    AND ({{ min_value }} IS NULL OR lifetime_value >= {{ min_value }})
