-- audit: unknown_ship_mode_never_wins
--
-- An unknown ship mode is never the most common one, and a category with a known one has a winner.

SELECT category, COUNT(*) FILTER (WHERE is_most_common) AS winners, COUNT(*) FILTER (WHERE is_known) AS known
FROM {{ ref('category_ship_mode') }}
GROUP BY category
HAVING COUNT(*) FILTER (WHERE is_most_common AND NOT is_known) > 0
    OR (COUNT(*) FILTER (WHERE is_known) > 0 AND COUNT(*) FILTER (WHERE is_most_common) = 0)
