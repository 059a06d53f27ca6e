"""From an utterance to ranked facts.

The figures beside its constants are of public data where they speak of tasks (see `tests/bench/tasks.py`): the FAQ task
is 1,000 sets of paraphrases of paraKQC, three to index and two others to ask; the passage task finds the paragraph of a
KorQuAD question; the rejection task indexes half of the sets of paraKQC and asks those of the other half too. The data
are not kept here. Noises are spaces left out, typos, and both.
"""
