-- report:     value-curve
-- title:      Value of a customer by months since the first order
-- domain:     restaurant
-- model:      value_curves
-- parameters:
--   per   string  default(tier) oneOf(all, tier, cohort)  One curve, one per tier of lifetime value, or one per month of first order
--   name  string  values(value_curves.name)  Only the curve of this tier or cohort, such as High or 2023-03
--   from  date    Only cohorts of this month or later, by the first day of the month
--   to    date    Only cohorts of this month or earlier
-- sortable:   name, months_since, customers, spend, mean_spend, cumulative_spend
-- order:      name, months_since
-- limit:      1000
-- show:       name, months_since, customers, mean_spend, cumulative_spend
-- dimensions: months_since
-- money:      spend, mean_spend, cumulative_spend
-- currency:   {reporting_currency}
-- labels:
--   months_since      Months since the first order
--   cumulative_spend  Lifetime value per customer
-- cache:      until the next snapshot
-- chart:      line(months_since, cumulative_spend, name)
-- from: value_curves(per, name, months_since)
-- columns:
--   per               string         all, tier or cohort
--   name              string         All, the tier, or the month of the first order as yyyy-mm
--   months_since      int32          Calendar months since that of the first order; 0 for that month itself
--   customers         int64          Customers of whom that month is over
--   spend             decimal(18,2)  Total of their orders in that month
--   mean_spend        decimal(18,2)  That per customer, those without orders included
--   cumulative_spend  decimal(18,2)  Sum of the means of that month and all months before
--
-- What a customer is worth after so many months. Each month counts the customers of whom it is over, and means are added up. Tiers are
-- today's, so the curve of High looks back at customers who turned out well; from and to apply to cohorts.

SELECT per, name, months_since, customers, spend, mean_spend, cumulative_spend
FROM {{ ref('value_curves') }}
WHERE per = {{ per }}
    AND ({{ name }} IS NULL OR name = {{ name }})
    AND (per <> 'cohort' OR {{ from }} IS NULL OR name >= SUBSTR(CAST({{ from }} AS VARCHAR), 1, 7))
    AND (per <> 'cohort' OR {{ to }} IS NULL OR name <= SUBSTR(CAST({{ to }} AS VARCHAR), 1, 7))
