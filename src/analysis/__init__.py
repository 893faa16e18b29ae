"""City-credit scorecards."""
