"""From an answer to what a person reads: plain text, Telegram HTML, JSON."""
