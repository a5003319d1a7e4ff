-- The sums stay right: points are counted as they come.
SELECT 1;
