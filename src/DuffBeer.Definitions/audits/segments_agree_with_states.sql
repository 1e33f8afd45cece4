-- audit: segments_agree_with_states
--
-- No customer is VIP or New and lapsed, and none who is late against their own rhythm is Regular.

SELECT segments.customer_id, segments.segment, churn.state, churn.is_late
FROM {{ ref('customer_segments') }} AS segments
JOIN {{ ref('churn_indicators') }} AS churn ON churn.customer_id = segments.customer_id
WHERE (churn.state = 'Lapsed' AND segments.segment IN ('VIP', 'New', 'Regular'))
    OR (churn.is_late AND segments.segment = 'Regular')
