"""From an utterance to ranked facts."""
