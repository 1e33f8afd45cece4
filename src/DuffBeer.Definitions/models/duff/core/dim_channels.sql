-- model:        dim_channels
-- grain:        channel
-- owner:        sales
-- materialized: table
-- audits:       unique(channel), unique(channel_key)
-- from: stg_duff_order_rows(channel)
-- columns:
--   channel_key  int64   Surrogate key: fixed in the contract for known channels, otherwise a hash of the name
--   channel      string  Name
--   meaning      string  Who buys through it
--   is_known     bool    The contract lists the channel; others are accepted with a warning
--
-- The channels that the contract lists, and any others that orders came through.

WITH known AS (
    SELECT channel, meaning
    FROM (
        VALUES
            ('Retail', 'Shops and taverns'),
            ('B2B', 'Companies, by contract'),
            ('Online', 'The web shop')
    ) AS channels (channel, meaning)
),
seen AS (
    SELECT DISTINCT channel
    FROM {{ ref('stg_duff_order_rows') }}
)
SELECT
    {{ fixed_key('duff_orders.point_of_sale_channel', COALESCE(known.channel, seen.channel)) }} AS channel_key,
    COALESCE(known.channel, seen.channel) AS channel,
    COALESCE(known.meaning, 'Unknown to the contract') AS meaning,
    known.channel IS NOT NULL AS is_known
FROM known
FULL JOIN seen ON seen.channel = known.channel
