"""Questionnaires as authors might write them: made up by the hundred for tests of round trips."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from reviewmech.rules.authoring.authored import Authored, asked_in
from reviewmech.rules.mistakes import Source
from reviewmech.rules.questionnaire import Duty, Kind

AWKWARD = (
    *("Yes", "no", "5", "1-2", "=1+1", "-", "'quoted'", '"both"', "a: b", "a #b", "a\nb", "{x}"),
    *("true", "null", "~", "[a, b]", "%(state)s", "@", "#REF!", "*a", "ثلاثة", "第五条", "¿Sí?"),
    *(
        "- a\n- b",
        "  ",
        "a  b",
        "\tb",
        "«\u00a0oui\u00a0»",
        "word " * 60,
        "\u2028",
        "1e5",
        "|",
        ">-",
    ),
)
texts = st.one_of(
    st.sampled_from(AWKWARD),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=80),
).map(str.strip)
said = texts.filter(bool)
keys = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
key_lists = st.lists(keys, min_size=1, max_size=4, unique=True)


def spoken(options: list[str], rows: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """Make up the words of a question."""
    free: dict[str, Any] = {"how": said, "evidence": said}
    for name, named in (("options", options), ("rows", rows)):
        if named:
            free[name] = st.fixed_dictionaries(dict.fromkeys(named, said))
    return st.fixed_dictionaries({"title": said, "asks": said}, optional=free)


@st.composite
def questions(draw: st.DrawFn, name: str, earlier: list[str]) -> dict[str, Any]:
    """Make up a question that may depend on earlier ones."""
    question: dict[str, Any] = {
        "id": name,
        "duty": str(draw(st.sampled_from(Duty))),
        "kind": str(draw(st.sampled_from(Kind))),
    }
    free: dict[str, st.SearchStrategy[Any]] = {
        "paragraph": said,
        "options": key_lists,
        "other": st.just(True),
        "list": keys,
        "rows": key_lists,
        "laws": st.one_of(st.just("always"), key_lists.filter(lambda names: names != ["always"])),
        "may_be_empty": st.just(True),
        "follow_ups": key_lists,
        "covers": st.lists(st.from_regex(r"[A-Z]{2}-[0-9](-[a-z])?", fullmatch=True), min_size=1),
        "tags": key_lists,
        "draws_on": st.lists(st.just("tip-5-offence"), min_size=1),
        "official_number": said,
    }
    if earlier:
        before = st.sampled_from(earlier)
        free["when"] = st.one_of(
            st.builds(lambda one, choice: {"question": one, "equals": choice}, before, keys),
            st.builds(
                lambda one, two: {
                    "any": [
                        {"question": one, "in": two},
                        {"not": {"question": one, "answered": True}},
                    ]
                },
                before,
                key_lists,
            ),
        )
    return question | draw(st.fixed_dictionaries({}, optional=free))


@st.composite
def questionnaires(draw: st.DrawFn, instrument: str = "UNTOC", part: str = "cluster-1") -> Authored:
    """Make up a questionnaire with its words in English and perhaps in other languages."""
    articles, ids = [], list[str]()
    numbers = draw(st.lists(st.sampled_from(["5", "8", "12", "18 bis"]), max_size=3, unique=True))
    for number in numbers:
        asked = []
        for place in range(draw(st.integers(0, 3))):
            name = f"{instrument.lower()}-{number.replace(' ', '-')}-q{place}"
            asked.append(draw(questions(name, ids)))
            ids.append(name)
        articles.append({"article": number, "questions": asked})
    if draw(st.booleans()):
        articles.append({"article": "", "questions": [{"shared": "needs", "covers": ["X-1"]}]})
    structure = Source(
        f"{instrument.lower()}/{part}.yaml",
        {
            "instrument": instrument,
            "part": part,
            "version": draw(said),
            "source": draw(st.sampled_from(["working", "adopted"])),
            "verified": draw(st.booleans()),
            "articles": articles,
        },
    )
    made = Authored(structure, {"en": Source("", {"questions": {}})})
    written = {one.id: one.written or {} for listed in asked_in(made).values() for one in listed}
    asides = [f"{name}.reasons" for name in ids] + [f"{instrument.lower()}-5.practices"] * (
        "5" in numbers
    )
    words = {"en": draw(_words("en", numbers, written, asides, is_whole=True))}
    for language in draw(st.sets(st.sampled_from(["fr", "ar", "zh"]))):
        words[language] = draw(_words(language, numbers, written, asides, is_whole=False))
    sources = {
        language: Source(f"{instrument.lower()}/text/{language}/{part}.yaml", data)
        for language, data in words.items()
    }
    return Authored(structure, sources)


@st.composite
def _words(
    draw: st.DrawFn,
    language: str,
    numbers: list[str],
    written: dict[str, Any],
    asides: list[str],
    *,
    is_whole: bool,
) -> dict[str, Any]:
    titles, spoken_of = {}, {}
    for number in numbers:
        if is_whole or draw(st.booleans()):
            titles[number] = draw(said)
    for name, question in written.items():
        if (is_whole and "shared" not in question) or draw(st.booleans()):
            offered = spoken(question.get("options", []), question.get("rows", []))
            spoken_of[name] = draw(offered)
    for name in asides:
        if draw(st.booleans()):
            spoken_of[name] = draw(spoken([], []))
    return {
        "language": language,
        "status": draw(st.sampled_from(["working", "adopted"])),
        "title": draw(said),
        "articles": titles,
        "questions": spoken_of,
    }
