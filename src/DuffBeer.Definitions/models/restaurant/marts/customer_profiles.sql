-- model:        customer_profiles
-- grain:        customer_id
-- owner:        restaurants
-- materialized: table
-- audits:       unique(customer_id), relates(customer_id, customers.customer_id), not_null(segment), not_null(tier), not_null(state)
-- from: customers(customer_id),
--   customer_lifetime_value(customer_id, is_latest = 'true') for tier, customer_segments(customer_id) for segment,
--   churn_indicators(customer_id) for days_since_last_order state is_late mean_gap_days spend_last spend_before,
--   customer_value_forecast(customer_id) for probability_alive expected_spend_90_days expected_spend_365_days
-- whole: tier, segment
-- columns:
--   customer_id              string         Id of the customer
--   first_order_date         date           Day of the first order
--   last_order_date          date           Day of the last order
--   days_since_last_order    int64          Days from then to as_of
--   orders                   int64          Orders
--   lifetime_value           decimal(18,2)  Total of all orders
--   tier                     string         High, Medium or Low, by lifetime value
--   segment                  string         VIP, New, Churn Risk, Lost or Regular
--   state                    string         Active, Warning, At Risk or Lapsed, by days away
--   is_late                  bool           Late against the own rhythm; null without one
--   is_member                bool           Has ordered as a member of the loyalty programme at least once
--   mean_gap_days            double         Mean days from one visit to the next; null after a single visit
--   spend_last               decimal(18,2)  Total of the orders of the last {churn_spend_days} days
--   spend_before             decimal(18,2)  Total of the orders of the {churn_spend_days} days before
--   probability_alive        double         Probability that the customer will ever order again; null without a forecast
--   expected_spend_90_days   decimal(18,2)  Expected spend of the next 90 days; null without a forecast
--   expected_spend_365_days  decimal(18,2)  Expected spend of the next 365 days; null without a forecast
--
-- Each customer once: value, segment, churn state and forecast side by side.

SELECT
    customers.customer_id, customers.first_order_date, customers.last_order_date, churn.days_since_last_order, customers.orders,
    customers.spend AS lifetime_value,
    lifetime.tier, segments.segment, churn.state, churn.is_late, customers.is_member, churn.mean_gap_days, churn.spend_last,
    churn.spend_before, forecast.probability_alive, forecast.expected_spend_90_days, forecast.expected_spend_365_days
FROM {{ ref('customers') }} AS customers
JOIN {{ ref('customer_lifetime_value') }} AS lifetime ON lifetime.customer_id = customers.customer_id AND lifetime.is_latest
JOIN {{ ref('customer_segments') }} AS segments ON segments.customer_id = customers.customer_id
JOIN {{ ref('churn_indicators') }} AS churn ON churn.customer_id = customers.customer_id
JOIN {{ ref('customer_value_forecast') }} AS forecast ON forecast.customer_id = customers.customer_id
