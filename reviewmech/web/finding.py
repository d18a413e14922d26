"""Finding a question of a draft by words of it, or of its answer."""

from __future__ import annotations

from reviewmech.web.drafts import Draft, Entry

LONGEST = 100
"""Characters of what is looked for."""


def found(draft: Draft, words: str) -> list[Entry]:
    """Return the questions that apply and hold all of these words, in reading order."""
    wanted = words[:LONGEST].casefold().split()
    if not wanted:
        return []
    articles = dict.fromkeys(question.article for question in draft.applying)
    entries = (entry for article in articles for entry in draft.entries(article))
    return [entry for entry in entries if all(word in _said(entry) for word in wanted)]


def _said(entry: Entry) -> str:
    """Return everything said in a question and its answer."""
    asked, given = entry.asked, entry.given
    parts = [asked.title, asked.provision, asked.asks, asked.number]
    if given is not None:
        laws = (f"{law.title} {law.article} {law.quotation}" for law in given.cited)
        parts += [*given.choices, given.text, given.remark, given.source, *laws]
        parts += [said for need in given.needs for _term, said in need]
    return " ".join(parts).casefold()
