-- report:     segment-moves
-- title:      Moves between segments
-- domain:     restaurant
-- model:      segment_moves
-- parameters:
--   from_segment  string  oneOf(none, VIP, New, Churn Risk, Lost, Regular)  Only customers who were in this segment
--   to_segment    string  oneOf(VIP, New, Churn Risk, Lost, Regular)  Only customers who are in this segment
--   is_member     bool    true: only members of the loyalty programme; false: only others
-- sortable:   from_segment, to_segment, customers, share_of_from, monetary_before, monetary, monetary_change
-- order:      from_segment, to_segment
-- limit:      100
-- show:       from_segment, to_segment, customers, share_of_from, monetary_before, monetary
-- percent:    share_of_from, monetary_change
-- money:      monetary_before, monetary
-- currency:   {reporting_currency}
-- labels:
--   monetary_before  Spend before
--   monetary         Spend
--   monetary_change  Change of spend
-- cache:      until the next snapshot
-- chart:      heatmap(to_segment, from_segment, customers)
-- from: segment_moves(from_segment, to_segment, is_member = {is_member})
-- whole: share_of_from
-- columns:
--   from_segment     string         Segment {segment_moves_months} months before as_of; none for customers without an order by then
--   to_segment       string         Segment at as_of
--   customers        int64          Customers
--   share_of_from    double         Share of the customers who were in the segment, 0 to 1
--   monetary_before  decimal(18,2)  Total of their orders of the {rfm_months} months before the earlier day
--   monetary         decimal(18,2)  Total of their orders of the {rfm_months} months before as_of
--   monetary_change  double         Change between the two as a fraction; null where there was none before
--   from_date        date           The earlier day
--   to_date          date           as_of
--
-- Where the customers of each segment were {segment_moves_months} months before, by today's rules and data. Pairs without customers are
-- left out.

SELECT
    from_segment, to_segment, customers, share_of_from, monetary_before, monetary,
    {{ ratio(monetary - monetary_before, monetary_before) }} AS monetary_change,
    from_date, to_date
FROM (
    SELECT
        from_segment, to_segment, customers, monetary_before, monetary, from_date, to_date,
        {{ ratio(customers, SUM(customers) OVER (PARTITION BY from_segment)) }} AS share_of_from
    FROM (
        SELECT
            from_segment, to_segment,
            SUM(customers) AS customers, SUM(monetary_before) AS monetary_before, SUM(monetary) AS monetary,
            MIN(from_date) AS from_date, MIN(to_date) AS to_date
        FROM {{ ref('segment_moves') }}
        WHERE {{ is_member }} IS NULL OR is_member = {{ is_member }}
        GROUP BY from_segment, to_segment
    ) AS moves
) AS shares
WHERE ({{ from_segment }} IS NULL OR from_segment = {{ from_segment }})
    AND ({{ to_segment }} IS NULL OR to_segment = {{ to_segment }})
