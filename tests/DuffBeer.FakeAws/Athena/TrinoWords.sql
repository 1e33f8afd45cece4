-- Trino's functions whose names DuckDB lacks, or has for something else. Only the fake needs them: the product renders DuckDB's own
-- names for DuckDB.
CREATE MACRO with_timezone(x, zone) AS timezone(zone, x);
CREATE MACRO at_timezone(x, zone) AS timezone(zone, x);
CREATE MACRO bitwise_and(a, b) AS a & b;
CREATE MACRO md5(x) AS unhex(system.main.md5(x));
CREATE MACRO from_big_endian_64(x) AS CASE
    WHEN CAST('0x' || hex(x) AS UBIGINT) < 9223372036854775808 THEN CAST(CAST('0x' || hex(x) AS UBIGINT) AS BIGINT)
    ELSE CAST(CAST(CAST('0x' || hex(x) AS UBIGINT) AS HUGEINT) - 18446744073709551616 AS BIGINT) END;
CREATE MACRO regexp_replace(x, pattern, replacement) AS
    system.main.regexp_replace(x, pattern, system.main.regexp_replace(replacement, '\$([0-9])', '\\\1', 'g'), 'g');
CREATE MACRO greatest
    (a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE system.main.greatest(a, b) END,
    (a, b, c) AS CASE WHEN a IS NULL OR b IS NULL OR c IS NULL THEN NULL ELSE system.main.greatest(a, b, c) END,
    (a, b, c, d) AS CASE WHEN a IS NULL OR b IS NULL OR c IS NULL OR d IS NULL THEN NULL ELSE system.main.greatest(a, b, c, d) END;
CREATE MACRO least
    (a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL ELSE system.main.least(a, b) END,
    (a, b, c) AS CASE WHEN a IS NULL OR b IS NULL OR c IS NULL THEN NULL ELSE system.main.least(a, b, c) END,
    (a, b, c, d) AS CASE WHEN a IS NULL OR b IS NULL OR c IS NULL OR d IS NULL THEN NULL ELSE system.main.least(a, b, c, d) END;
