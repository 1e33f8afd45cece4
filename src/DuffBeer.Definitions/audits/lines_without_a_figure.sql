-- audit:    lines_without_a_figure
-- severity: warning
--
-- Order lines that no figure counts:

SELECT rule, currency, lines, amount, first_date, last_date
FROM {{ this }}
WHERE rule IN ('no_currency', 'other_currency')
