"""The scores that decide what becomes of a fact: the answer, an offer, or nothing."""

ANSWER_SCORE = 38.0
"""Score from which a fact is presented as the answer."""
SURE_SCORE = 60.0
"""Score that one of several sentences has to reach for each to be answered by itself; the others may have no answer."""
SUGGEST_SCORE = 4.0
"""Score from which facts are offered as a guess."""
