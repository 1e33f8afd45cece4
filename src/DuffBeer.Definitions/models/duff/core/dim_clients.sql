-- model:        dim_clients
-- grain:        client_id
-- owner:        sales
-- materialized: table
-- audits:       unique(client_id), not_null(client_name)
-- from: stg_duff_order_rows(client_id), stg_duff_orders(client_id)
-- columns:
--   client_id            int64      Id of the client; names are not unique
--   client_name          string     Name in the client's latest row
--   first_seen           timestamp  Time of the first source file that names the client (UTC)
--   last_seen            timestamp  Time of the last source file that names the client (UTC)
--   channels             string     Channels the client has ordered through, A to Z; null where all its orders moved to other clients
--   channel_count        int32      How many channels those are
--   main_channel         string     Channel of most of the client's orders; all of them on a tie
--   main_channel_is_tie  bool       Several channels tie
--
-- Every client in the source, under its latest name.

WITH named AS (
    SELECT
        client_id,
        MAX_BY(client_name, ROW(run_order, source_offset)) AS client_name,
        MIN(source_time) AS first_seen,
        MAX(source_time) AS last_seen
    FROM {{ ref('stg_duff_order_rows') }}
    GROUP BY client_id
),
ordered AS (
    SELECT
        client_id, channel,
        RANK() OVER (PARTITION BY client_id ORDER BY COUNT(*) DESC) AS place
    FROM {{ ref('stg_duff_orders') }}
    GROUP BY client_id, channel
),
channels AS (
    SELECT
        client_id,
        ARRAY_JOIN(ARRAY_AGG(channel ORDER BY channel), ', ') AS channels,
        COUNT(*) AS channel_count,
        ARRAY_JOIN(ARRAY_AGG(channel ORDER BY channel) FILTER (WHERE place = 1), ', ') AS main_channel,
        COUNT(*) FILTER (WHERE place = 1) > 1 AS main_channel_is_tie
    FROM ordered
    GROUP BY client_id
)
SELECT
    named.client_id, named.client_name, named.first_seen, named.last_seen,
    channels.channels,
    COALESCE(channels.channel_count, 0) AS channel_count,
    channels.main_channel,
    COALESCE(channels.main_channel_is_tie, FALSE) AS main_channel_is_tie
FROM named
LEFT JOIN channels ON channels.client_id = named.client_id
