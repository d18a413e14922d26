"""Authoring: from the files people write to what the rules use, with every mistake named.

Of questionnaires, `shared` reads what all have in common, `draft` lists the questions that follow
from a structure file, `kinds` and `faults` find what makes no sense, and `composing` does it all.
`mechanism`, `parties` and `blueprints` do the same for the other files. `shape` compares any file
with the keys it may have.
"""
