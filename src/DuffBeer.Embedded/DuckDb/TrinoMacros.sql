-- Trino's functions that DuckDB lacks under their name, or that mean something else there.
-- A macro hides DuckDB's own function of the name; system.main reaches it.

CREATE MACRO day_of_week(x) AS isodow(x);
