-- report:     customer-value-fit
-- title:      Parameters of the customer value forecast
-- domain:     restaurant
-- model:      clv_fit
-- order:      customers
-- show:       customers, repeat_customers, is_fitted, is_spend_fitted, note
-- ratio:      r, alpha_weeks, a, b, log_likelihood, slope, p, q, gamma, spend_log_likelihood, spend_slope, spend_correlation
-- labels:
--   r                r
--   alpha_weeks      alpha, in weeks
--   a                a
--   b                b
--   p                p
--   q                q
--   gamma            gamma
--   is_spend_fitted  Spend fitted
-- cache:      until the next snapshot
-- from: clv_fit(all)
-- columns:
--   customers             int64   Customers
--   repeat_customers      int64   Of these, customers who came back on another day
--   is_fitted             bool    The model of orders is fitted
--   is_spend_fitted       bool    The model of spend is fitted
--   note                  string  Why something is not fitted, or which parameter the data do not determine
--   r                     double  BG/NBD: shape of the order rates
--   alpha_weeks           double  BG/NBD: rate of the order rates, in weeks
--   a                     double  BG/NBD: first parameter of the probability to leave
--   b                     double  BG/NBD: second parameter of the probability to leave
--   log_likelihood        double  BG/NBD: logarithm of the likelihood
--   iterations            int32   BG/NBD: iterations until it converged
--   slope                 double  BG/NBD: steepest slope at the end; as good as 0
--   p                     double  Gamma-Gamma: shape of a customer's own purchases
--   q                     double  Gamma-Gamma: shape of spend rates over customers
--   gamma                 double  Gamma-Gamma: rate of spend rates over customers
--   spend_log_likelihood  double  Gamma-Gamma: logarithm of the likelihood
--   spend_iterations      int32   Gamma-Gamma: iterations until it converged
--   spend_slope           double  Gamma-Gamma: steepest slope at the end; as good as 0
--   spend_correlation     double  Correlation of the number of repeats with their mean value; the model assumes that it is near 0
--
-- The parameters of BG/NBD and Gamma-Gamma, and how well they fit.

SELECT
    customers, repeat_customers, is_fitted, is_spend_fitted, note,
    r, alpha_weeks, a, b, log_likelihood, iterations, slope,
    p, q, gamma, spend_log_likelihood, spend_iterations, spend_slope, spend_correlation
FROM {{ ref('clv_fit') }}
