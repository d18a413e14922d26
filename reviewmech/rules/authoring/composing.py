"""From what authors write to a questionnaire: structure once, words in each language beside it."""

from collections.abc import Iterable, Mapping
from typing import Any

from reviewmech.rules.authoring.draft import Draft, Entry
from reviewmech.rules.authoring.faults import faults_of_structure, faults_of_words
from reviewmech.rules.authoring.shape import Record, Shape, Table, faults_of_shape
from reviewmech.rules.authoring.shared import ASKED, KINDS, SPOKEN, STATUSES, Shared
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

_LAYER = {"official_number": str, "covers": [str], "tags": [str], "when": object}
QUESTION = Record(
    {"id": str, "duty": frozenset(Duty), "kind": KINDS},
    {"paragraph": str, "follow_ups": [str], "draws_on": [str], **ASKED, **_LAYER},
)
SHARED_QUESTION = Record({"shared": str}, _LAYER)


def _question_shape(data: Any) -> Shape:
    return SHARED_QUESTION if isinstance(data, dict) and "shared" in data else QUESTION


STRUCTURE = Record(
    {
        "instrument": str,
        "part": str,
        "version": str,
        "source": STATUSES,
        "verified": bool,
        "articles": [Record({"article": str, "questions": [_question_shape]})],
    }
)
WORDS = Record(
    {
        "language": str,
        "status": STATUSES,
        "title": str,
        "articles": Table(str),
        "questions": Table(SPOKEN),
    }
)


def compose(structure: Source, words: Iterable[Source], shared: Shared) -> Questionnaire:
    """Make a questionnaire; raise Mistakes that name everything wrong with its files."""
    words = list(words)
    found = faults_of_shape(structure, STRUCTURE)
    for source in words:
        found += faults_of_shape(source, WORDS)
    if found:
        raise Mistakes(found)
    draft = Draft(structure, shared)
    found = [*faults_of_structure(draft)]
    for source in words:
        found += faults_of_words(draft, source)
    spoken = {source.data["language"]: source.data for source in words}
    if REFERENCE not in spoken:
        found.append(structure.mistake((), f"The words in the language “{REFERENCE}” are missing."))
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
    laws = data.get("laws") or ()
    return Question(
        id=entry.id,
        article=entry.article,
        paragraph=data.get("paragraph") or "",
        duty=Duty(data["duty"]),
        kind=Kind(data["kind"]),
        texts={language: words for language, words in texts.items() if words},
        choices=entry.choices,
        rows=tuple(data.get("rows") or ()),
        laws=(ALWAYS,) if laws == ALWAYS else tuple(laws),
        when=entry.when,
        parent=entry.parent,
        may_be_empty=bool(data.get("may_be_empty")),
        official_number=data.get("official_number") or "",
        covers=tuple(data.get("covers") or ()),
        tags=tuple(data.get("tags") or ()),
        draws_on=tuple(data.get("draws_on") or ()),
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
    choice_words = {
        **(shared.word(language, "choices") or {}),
        **(shared.word(language, "lists", entry.data.get("list") or "") or {}),
        **(own.get("options") or {}),
    }
    row_words = {**(shared.word(language, "rows") or {}), **(own.get("rows") or {})}
    rows = entry.data.get("rows") or ()
    if not (choice_words.keys() >= set(entry.choices) and row_words.keys() >= set(rows)):
        return None
    return Words(
        language=language,
        title=own["title"],
        asks=own["asks"],
        how=own.get("how") or "",
        evidence=own.get("evidence") or "",
        duty=duty,
        choices={key: choice_words[key] for key in entry.choices},
        rows={key: row_words[key] for key in rows},
    )
