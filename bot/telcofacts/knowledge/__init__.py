"""The fact base: records, loading and named check rules."""
