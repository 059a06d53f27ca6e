"""From ranked facts to an answer: thresholds, follow-ups, and the public JSON contract."""
