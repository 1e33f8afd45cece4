-- model:        rfm_grid
-- grain:        recency_score, frequency_score
-- owner:        restaurants
-- materialized: table
-- audits:       unique(recency_score, frequency_score), rfm_grid_adds_up
-- from: customer_segments(recency_score, frequency_score)
-- whole: share, monetary_share
-- columns:
--   recency_score    int32          5 for at most {rfm_days_5} days since the last order, 1 for more than {rfm_days_2}
--   frequency_score  int32          5 for the most orders of the last {rfm_months} months, 1 for the fewest or none
--   customers        int64          Customers with both scores
--   share            double         Share of all customers, 0 to 1
--   monetary         decimal(18,2)  Total of their orders of the last {rfm_months} months
--   monetary_share   double         Share of that total of all customers, 0 to 1
--
-- Customers by how recently and how often they order: 25 cells, one without customers has zeros.

WITH counted AS (
    SELECT recency_score, frequency_score, COUNT(*) AS customers, SUM(monetary) AS monetary
    FROM {{ ref('customer_segments') }}
    GROUP BY recency_score, frequency_score
),
cells AS (
    SELECT recency.score AS recency_score, frequency.score AS frequency_score
    FROM (VALUES (1), (2), (3), (4), (5)) AS recency (score)
    CROSS JOIN (VALUES (1), (2), (3), (4), (5)) AS frequency (score)
)
SELECT
    cells.recency_score, cells.frequency_score,
    COALESCE(counted.customers, 0) AS customers,
    {{ ratio(COALESCE(counted.customers, 0), SUM(counted.customers) OVER ()) }} AS share,
    COALESCE(counted.monetary, 0) AS monetary,
    {{ ratio(COALESCE(counted.monetary, 0), SUM(counted.monetary) OVER ()) }} AS monetary_share
FROM cells
LEFT JOIN counted ON counted.recency_score = cells.recency_score AND counted.frequency_score = cells.frequency_score
