-- report:     status-changes
-- title:      Status changes over time
-- domain:     duff
-- model:      status_changes
-- parameters:
--   grain    string  default(week) oneOf(day, week, month, all)  Length of a period; all: one period from the first day to the last
--   channel  string  default(All) values(dim_channels.channel) also(All, each)  A channel; each: one row per channel
--   product  string  default(All) values(dim_products.product_id, description) also(All)  Id of a product; All for all together
--   from     date    Only changes of this day or later
--   to       date    Only changes of this day or earlier
-- sortable:   period_start, channel, from_status, to_status, orders, share
-- order:      period_start, channel, from_status, to_status
-- limit:      1000
-- show:       period_start, channel, from_status, to_status, orders, share
-- percent:    share
-- period:     period_start by grain
-- zero:       orders
-- labels:
--   period_start  Period
-- cache:      until the next snapshot
-- chart:      stacked(period_start, to_status, orders)
-- from: status_changes(changed_on in period_start by grain, channel unless All, from_status null new, to_status, product_id = {product},
--     changed_on >= {from}, changed_on <= {to})
-- whole: share
-- columns:
--   grain         string  day, week (ISO), month or all
--   period_start  date    First day of the period: of a week its Monday; null for all
--   channel       string  Point of sale channel; All for all together
--   from_status   string  Status before; new for an order's first status
--   to_status     string  Status from then on
--   orders        int64   Orders that changed so
--   share         double  Share of all changes of the period and channel, 0 to 1
--
-- How orders move from one status to the next. A day is that on which the file that brought the change was last modified.

WITH changed AS (
    SELECT
        grains.grain,
        CASE grains.grain
            WHEN 'day' THEN changes.changed_on
            WHEN 'week' THEN {{ truncate_date('week', changes.changed_on) }}
            WHEN 'month' THEN {{ truncate_date('month', changes.changed_on) }}
        END AS period_start,
        CASE WHEN splits.by_channel THEN changes.channel ELSE 'All' END AS channel,
        COALESCE(changes.from_status, 'new') AS from_status,
        changes.to_status, changes.orders
    FROM {{ ref('status_changes') }} AS changes
    CROSS JOIN (VALUES ('day'), ('week'), ('month'), ('all')) AS grains (grain)
    CROSS JOIN (VALUES (TRUE), (FALSE)) AS splits (by_channel)
    WHERE grains.grain = {{ grain }}
        AND splits.by_channel = ({{ channel }} <> 'All')
        AND ({{ channel }} IN ('All', 'each') OR changes.channel = {{ channel }})
        AND ({{ product }} = 'All' OR CAST(changes.product_id AS VARCHAR) = {{ product }})
        AND ({{ from }} IS NULL OR changes.changed_on >= {{ from }})
        AND ({{ to }} IS NULL OR changes.changed_on <= {{ to }})
)
SELECT
    grain, period_start, channel, from_status, to_status, orders,
    {{ ratio(orders, SUM(orders) OVER (PARTITION BY period_start, channel)) }} AS share
FROM (
    SELECT grain, period_start, channel, from_status, to_status, SUM(orders) AS orders
    FROM changed
    GROUP BY grain, period_start, channel, from_status, to_status
) AS counted
