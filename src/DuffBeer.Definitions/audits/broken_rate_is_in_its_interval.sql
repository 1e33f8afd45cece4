-- audit: broken_rate_is_in_its_interval
--
-- Every broken rate is within its interval, and the interval within 0 and 1.

SELECT product_id, channel, broken_rate_low, broken_rate, broken_rate_high
FROM {{ ref('breakage') }}
WHERE NOT (0 <= broken_rate_low AND broken_rate_low <= broken_rate AND broken_rate <= broken_rate_high AND broken_rate_high <= 1)
