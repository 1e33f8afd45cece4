-- report:     rfm-grid
-- title:      Customers by recency and frequency
-- domain:     restaurant
-- model:      rfm_grid
-- sortable:   recency_score, frequency_score, customers, share, monetary, monetary_share
-- order:      recency_score desc, frequency_score desc
-- limit:      25
-- show:       recency_score, frequency_score, customers, share, monetary, monetary_share
-- percent:    share, monetary_share
-- cache:      until the next snapshot
-- chart:      heatmap(recency_score, frequency_score, customers)
-- columns:
--   recency_score    int32          5 for at most {rfm_days_5} days since the last order, 1 for more than {rfm_days_2}
--   frequency_score  int32          5 for the most orders of the last {rfm_months} months, 1 for the fewest or none
--   customers        int64          Customers with both scores
--   share            double         Share of all customers, 0 to 1
--   monetary         decimal(18,2)  Total of their orders of the last {rfm_months} months
--   monetary_share   double         Share of that total of all customers, 0 to 1
--
-- How many customers are recent and frequent, in 25 cells.

SELECT recency_score, frequency_score, customers, share, monetary, monetary_share
FROM {{ ref('rfm_grid') }}
