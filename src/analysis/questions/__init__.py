"""Questions: what people ask of facts and scores (提问)."""
