"""From what authors write to a questionnaire: structure once, words in each language beside it."""

from collections.abc import Iterable, Mapping
from typing import Any

from reviewmech.rules.authoring.draft import Draft, Entry
from reviewmech.rules.authoring.faults import faults_of_structure
from reviewmech.rules.authoring.shared import Shared
from reviewmech.rules.authoring.spoken import faults_of_words
from reviewmech.rules.mistakes import Mistakes, Source
from reviewmech.rules.questionnaire import (
    ALWAYS,
    REFERENCE,
    WHOLE_PART,
    Duty,
    Kind,
    Question,
    Questionnaire,
    Section,
    Words,
)


def compose(structure: Source, words: Iterable[Source], shared: Shared) -> Questionnaire:
    """Make a questionnaire; raise Mistakes that name everything wrong with its files."""
    words = list(words)
    draft = Draft(structure, shared)
    found = [*faults_of_structure(draft)]
    for source in words:
        found += faults_of_words(draft, source)
    spoken = {source.data["language"]: source.data for source in words}
    if REFERENCE not in spoken:
        sentence = f"The words in the language “{REFERENCE}” are missing."
        found.append(structure.mistake((), "missing-language", sentence))
    if found:
        raise Mistakes(found)
    return _questionnaire(draft, spoken)


Spoken = Mapping[str, Mapping[str, Any]]
"""The words file of each language, as data."""


def _questionnaire(draft: Draft, spoken: Spoken) -> Questionnaire:
    data = draft.structure.data
    sections = tuple(
        Section(
            article["article"],
            _titles(article["article"], draft, spoken),
            tuple(
                _question(entry, draft, spoken)
                for entry in draft.entries
                if entry.article == article["article"]
            ),
        )
        for article in data["articles"]
    )
    return Questionnaire(
        instrument=data["instrument"],
        part=data["part"],
        version=data["version"],
        source=data["source"],
        verified=data["verified"],
        titles={language: words["title"] for language, words in spoken.items()},
        statuses={language: words["status"] for language, words in spoken.items()},
        sections=sections,
    )


def _titles(article: str, draft: Draft, spoken: Spoken) -> dict[str, str]:
    titles = {
        language: words["articles"].get(article)
        or (draft.shared.word(language, "part_title") if article == WHOLE_PART else None)
        for language, words in spoken.items()
    }
    return {language: title for language, title in titles.items() if title}


def _question(entry: Entry, draft: Draft, spoken: Spoken) -> Question:
    data = entry.data
    texts = {language: _words(entry, draft, language, spoken[language]) for language in spoken}
    laws = data.get("laws", ())
    return Question(
        id=entry.id,
        article=entry.article,
        paragraph=data.get("paragraph", ""),
        duty=Duty(data["duty"]),
        kind=Kind(data["kind"]),
        texts={language: words for language, words in texts.items() if words},
        choices=entry.choices,
        rows=tuple(data.get("rows", ())),
        laws=(ALWAYS,) if laws == ALWAYS else tuple(laws),
        when=entry.when,
        parent=entry.parent,
        may_be_empty=bool(data.get("may_be_empty")),
        official_number=data.get("official_number", ""),
        covers=tuple(data.get("covers", ())),
        tags=tuple(data.get("tags", ())),
        draws_on=tuple(data.get("draws_on", ())),
    )


def _words(entry: Entry, draft: Draft, language: str, words: Mapping[str, Any]) -> Words | None:
    """Give a question's words in a language, or nothing unless every one of them is there."""
    shared = draft.shared
    own = words["questions"].get(entry.id) or (
        shared.word(language, *entry.shared) if entry.shared else None
    )
    duty = shared.word(language, "duties", entry.data["duty"])
    if own is None or duty is None:
        return None
    listed = shared.word(language, "lists", entry.data.get("list", ""))
    choices = _said(entry.choices, own.get("options"), listed, shared.word(language, "choices"))
    rows = _said(entry.data.get("rows", ()), own.get("rows"), shared.word(language, "rows"))
    if choices is None or rows is None:
        return None
    return Words(
        language=language,
        title=own["title"],
        asks=own["asks"],
        how=own.get("how", ""),
        evidence=own.get("evidence", ""),
        duty=duty,
        choices=choices,
        rows=rows,
    )


def _said(keys: Iterable[str], *tables: Mapping[str, str] | None) -> dict[str, str] | None:
    """Give the words for keys out of the first table that has them; nothing if one is missing."""
    said: dict[str, str] = {}
    for key in keys:
        table = next((table for table in tables if table and key in table), None)
        if table is None:
            return None
        said[key] = table[key]
    return said
