"""The machinery that measures: a month's registers read, counted in few passes, traced (计量)."""
