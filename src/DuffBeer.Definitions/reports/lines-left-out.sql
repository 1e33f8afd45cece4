-- report:     lines-left-out
-- title:      Order lines that no figure counts
-- domain:     restaurant
-- model:      lines_left_out
-- parameters:
--   rule  string  oneOf(test_data, no_currency, other_currency, after_as_of)  Only lines that this rule leaves out
-- sortable:   rule, currency, lines, amount, first_date, last_date, meaning
-- order:      rule, currency
-- limit:      100
-- show:       rule, currency, lines, amount, first_date, last_date
-- money:      amount
-- cache:      until the next snapshot
-- chart:      bar(rule, lines)
-- from: lines_left_out(rule, currency)
-- columns:
--   rule        string         Why: test_data, no_currency, other_currency or after_as_of
--   currency    string         Currency of the prices; null for those without one
--   lines       int64          Rows of order_items
--   amount      decimal(18,2)  Their prices in that currency, without options
--   first_date  date           Day of the earliest
--   last_date   date           Day of the latest
--   meaning     string         What the rule leaves out, and what brings the lines in
--
-- What is missing from every other report of the domain, with its sums: prices in other currencies, test data, and orders after as_of.

SELECT rule, currency, lines, amount, first_date, last_date, meaning
FROM {{ ref('lines_left_out') }}
WHERE ({{ rule }} IS NULL OR rule = {{ rule }})
