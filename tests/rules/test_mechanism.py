"""What a file of the Mechanism says, what it may not say, and that none of it assumes ours."""

from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewmech.places import QUESTIONNAIRES
from reviewmech.records.library.reading import read
from reviewmech.rules.authoring.blueprints import compose_blueprint
from reviewmech.rules.authoring.mechanism import compose_mechanism
from reviewmech.rules.mechanism import (
    Audiences,
    CountedFrom,
    Mechanism,
    Paper,
    Readership,
    Shown,
    Switch,
    Term,
)
from reviewmech.rules.mistakes import Mistakes, Source
from reviewmech.rules.questionnaire import Duty
from reviewmech.rules.steps import Step
from reviewmech.rules.timetable import Length
from reviewmech.rules.vocabulary import Capacity, ObservationKind, Outcome

SISTER = Path(__file__).parent.parent / "mechanisms" / "sister"
FILES = {"ours": QUESTIONNAIRES, "sister": SISTER}


def source(folder: Path = SISTER, name: str = "mechanism.yaml") -> Source:
    return read(folder / name, name)


def changed(path: tuple[str | int, ...], value: Any, name: str = "mechanism.yaml") -> Source:
    """Give a file of the sister mechanism with one thing in it changed."""
    read_in = source(name=name)
    data = deepcopy(read_in.data)
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return Source(read_in.file, data, read_in.lines)


@pytest.fixture(params=FILES)
def mechanism(request: pytest.FixtureRequest) -> Mechanism:
    return compose_mechanism(source(FILES[request.param]))


@pytest.fixture
def ours() -> Mechanism:
    return compose_mechanism(source(QUESTIONNAIRES))


@pytest.fixture
def sister() -> Mechanism:
    return compose_mechanism(source())


def test_every_part_with_a_number_is_reviewed_in_one_phase(mechanism: Mechanism) -> None:
    assert sorted(phase.part for phase in mechanism.phases) == sorted(
        part.key for part in mechanism.parts if part.number is not None
    )
    assert [phase.number for phase in mechanism.phases] == list(range(1, len(mechanism.phases) + 1))


def test_every_audience_of_every_paper_is_settled(mechanism: Mechanism) -> None:
    assert set(mechanism.papers) == set(Paper)
    assert all(set(one.shown) == set(Readership) for one in mechanism.papers.values())


def test_every_duty_has_an_opening_that_names_the_state(mechanism: Mechanism) -> None:
    for duty in Duty:
        assert "Arcadia" in mechanism.opening(duty) % {"state": "Arcadia"}


def test_a_shall_is_recommended_and_a_weaker_duty_encouraged(ours: Mechanism) -> None:
    assert "recommended" in ours.opening(Duty.MANDATORY)
    assert "encouraged to consider" in ours.opening(Duty.SHALL_CONSIDER)


def test_every_fact_says_whether_it_is_verified_and_where_it_is_from(
    mechanism: Mechanism,
) -> None:
    assert mechanism.facts
    assert all(fact.source and fact.line > 1 for fact in mechanism.facts)
    assert all(not fact.verified for fact in mechanism.unverified)


def test_the_first_cluster_is_as_sourced(ours: Mechanism) -> None:
    part = ours.part("cluster-1")
    assert part.verified
    assert part.articles["UNTOC"] == ("2", "5", "6", "8", "9", "10", "15", "23")
    assert part.articles["TIP"] == ("3", "5")
    assert part.articles["SOM"] == ("3", "5", "6")
    assert [one.code for one in ours.instruments_in("cluster-1")] == ["UNTOC", "TIP", "SOM", "FP"]


def test_the_sourced_terms_are_verified_and_the_others_are_not(ours: Mechanism) -> None:
    assert {step for step, term in ours.terms.items() if term.verified} == {
        Step.SELF_ASSESSMENT,
        Step.FEEDBACK,
    }
    assert ours.terms[Step.SELF_ASSESSMENT].length == Length(months=6)
    assert ours.nominations[Capacity.FOCAL_POINT].length == Length(weeks=2)
    assert ours.nominations[Capacity.EXPERT].length == Length(weeks=4)
    assert ours.activation_link == Length(days=10)
    assert Step.CONCLUDED not in ours.terms


def test_the_public_sees_no_step_unless_switched_on(ours: Mechanism) -> None:
    assert ours.switches[Switch.PUBLIC_STEP] is False


def test_what_is_said_inside_the_review_stays_there(ours: Mechanism) -> None:
    for paper in (Paper.RESPONSE, Paper.SUPPLEMENTARY_QUESTION, Paper.FEEDBACK):
        assert ours.papers[paper].shown[Readership.PUBLIC] is Shown.NEVER
        assert ours.papers[paper].shown[Readership.STATES_PARTIES] is Shown.NEVER


def test_a_mechanism_may_review_chapters_of_one_instrument(sister: Mechanism) -> None:
    assert sister.kind_of_part == "chapter"
    assert [phase.part for phase in sister.phases] == ["chapter-3", "chapter-2"]
    assert sister.label("part", "fr") == "chapitre"
    assert sister.label("summary", "fr") == "rapport de pays"
    assert sister.label("summary", "pt") == "country report"
    assert [one.code for one in sister.instruments] == ["UNCAC"]
    assert set(sister.terms) == {Step.SELF_ASSESSMENT, Step.FEEDBACK}
    assert sister.terms[Step.FEEDBACK].length == Length(months=1, days=10)
    assert sister.closings == {Outcome.LEFT_OUT}
    assert sister.regional_group("south").name["en"] == "Southern States"


def test_the_number_of_a_part_is_written_as_the_file_says(
    ours: Mechanism, sister: Mechanism
) -> None:
    assert [ours.numbered(part.key) for part in ours.parts] == ["I", "II", "III", "IV", ""]
    assert [sister.numbered(part.key) for part in sister.parts] == ["2", "3"]


def test_what_is_not_in_the_file_is_not_found(sister: Mechanism) -> None:
    for find in (sister.instrument, sister.part, sister.phase, sister.regional_group):
        with pytest.raises(KeyError):
            find("cluster-1")  # type: ignore[arg-type]


def test_a_term_is_counted_from_the_phase_or_from_the_step() -> None:
    phase, step = date(2026, 1, 1), date(2026, 5, 5)
    length = Length(months=1)
    assert Term(length, CountedFrom.PHASE, True).start(phase, step) == phase
    assert Term(length, CountedFrom.STEP, True).start(phase, step) == step


@given(st.sampled_from(Shown), st.sampled_from(Readership), st.booleans())
def test_consent_matters_only_where_the_rule_asks_for_it(
    shown: Shown, readership: Readership, consented: bool
) -> None:
    paper = Audiences({"en": "Paper"}, {readership: shown})
    expected = consented if shown is Shown.BY_CONSENT else shown is Shown.ALWAYS
    assert paper.reads(readership, consented=consented) is expected


@pytest.mark.parametrize(
    ("path", "value", "stands", "sentence"),
    [
        (("phases", 0, "part"), "chapter-9", "{number: 1, part", "no part “chapter-9”"),
        (("phases", 1, "number"), 3, "phases:", "without a gap"),
        (("phases", 1, "number"), 1, "{number: 2, part", "number “1” already"),
        (("phases", 0, "months"), 0, "{number: 1, part", "at least one month"),
        (("parts", 1, "key"), "chapter-2", "key: chapter-3", "key “chapter-2” already"),
        (("instruments", 0, "supplements"), "UNTOC", "code: UNCAC", "no other instrument"),
        (("instruments",), [], "instruments:", "at least one instrument"),
        (("terms", "feedback"), {"counted_from": "step", "verified": True, "source": "x"},
         "feedback:", "needs a length"),
        (("terms", "feedback", "days"), -40, "feedback:", "needs a length"),
        (("terms", "feedback", "days"), "10", "feedback:", "must be a whole number"),
        (("terms", "dinner"), {}, "terms:", "not known here"),
        (("start_groups", 0, "begins"), "1 July 2026", "2026-07-01", "not a date"),
        (("activation_link", "days"), 0, "activation_link:", "at least one day"),
        (("working_languages", "most"), 0, "working_languages:", "at least one working language"),
        (("languages", 0, "code"), "es", "languages:", "“en” is missing"),
        (("wording", "one_for_all", "opening", "en"), "%(country)s could", "opening:",
         "%(country)s"),
        (("wording", "one_for_all", "opening", "en"), "100 % of %(state)s", "opening:",
         "single %"),
        (("wording", "one_for_all", "duties"), ["mandatory", "mandatory"], "mandatory_qualified",
         "already"),
        (("wording",), {}, "wording:", "No wording is given for the duty “optional”"),
        (("papers", "summary", "shown_to", "public", "shown"), "sometimes", "public:", "one of"),
        (("switches", "attachments"), None, "switches:", "“attachments” is missing"),
        (("numerals",), "greek", "numerals:", "one of: arabic, roman"),
        (("kind_of_part",), "book", "kind_of_part:", "one of: chapter, cluster"),
        (("parts", 0, "title"), {"fr": "Prévention"}, "title:", "“en” is missing"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_file_and_line(
    path: tuple[str | int, ...], value: Any, stands: str, sentence: str
) -> None:
    lines = (SISTER / "mechanism.yaml").read_text(encoding="utf-8").splitlines()
    with pytest.raises(Mistakes) as caught:
        compose_mechanism(changed(path, value))
    named = [one for one in caught.value.found if sentence in one.sentence]
    assert named, caught.value
    assert all(one.file == "mechanism.yaml" for one in named)
    assert all(stands in lines[one.line - 1] for one in named), named


def test_an_article_stands_in_one_part_only() -> None:
    articles = {"UNCAC": {"numbers": ["15", "5"], "verified": False, "source": "Test."}}
    with pytest.raises(Mistakes, match="Article 5 of UNCAC stands in “chapter-2” already"):
        compose_mechanism(changed(("parts", 1, "articles"), articles))


def test_a_part_holds_articles_of_known_instruments_only() -> None:
    articles = {"UNTOC": {"numbers": ["5"], "verified": False, "source": "Test."}}
    with pytest.raises(Mistakes, match="no instrument “UNTOC”"):
        compose_mechanism(changed(("parts", 0, "articles"), articles))


def test_all_mistakes_are_named_at_once() -> None:
    file = changed(("phases", 0, "months"), 0)
    file.data["activation_link"]["days"] = 0
    with pytest.raises(Mistakes) as caught:
        compose_mechanism(file)
    assert len(caught.value.found) == 2


@pytest.mark.parametrize("data", [None, [], "words", 7, {"key": "x"}, {"languages": [3]}])
def test_a_file_of_another_shape_is_refused(data: object) -> None:
    with pytest.raises(Mistakes):
        compose_mechanism(Source("mechanism.yaml", data))


BLUEPRINT = "blueprints/executive-summary.yaml"


def test_each_kind_of_observation_has_one_place_in_a_summary(mechanism: Mechanism) -> None:
    folder = FILES["sister" if mechanism.key == "sister" else "ours"]
    paper, blueprint = compose_blueprint(source(folder, BLUEPRINT), mechanism)
    placed = [
        kind for part in blueprint.parts for section in part.sections for kind in section.kinds
    ]
    assert paper is Paper.SUMMARY
    assert sorted(placed) == sorted(ObservationKind)


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("parts", 0, "sections", 1, "kinds"), ["gap"], "“need” have no section"),
        (("parts", 0, "sections", 0, "kinds"), ["gap"], "stand under another section"),
        (("parts", 0, "sections", 0, "key"), "rest", "section “rest” in this part already"),
        (("parts", 0, "sections", 0, "when_empty"), "sentence", "Give a sentence"),
        (("parts", 0, "sections", 1, "when_empty"), "omit", "Give a sentence"),
        (("parts", 0, "heading", "en"), "%(chapter)s", "“%(chapter)s” is not known"),
        (("parts", 0, "sections", 1, "sentence", "fr"), "%(stat)s", "“%(stat)s” is not known"),
        (("title", "en"), "%(instrument)s", "“%(instrument)s” is not known"),
        (("parts", 0, "repeat"), "twice", "must be one of: instrument, once"),
        (("paper",), "menu", "must be one of"),
    ],
)
def test_a_mistake_in_a_blueprint_is_named(
    path: tuple[str | int, ...], value: Any, sentence: str, sister: Mechanism
) -> None:
    with pytest.raises(Mistakes) as caught:
        compose_blueprint(changed(path, value, BLUEPRINT), sister)
    assert any(sentence in one.sentence for one in caught.value.found), caught.value


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("supplementary_answer", "days"), 0, "takes at least one day"),
        (("meeting_forms",), {}, "list at least one"),
    ],
)
def test_an_answer_takes_a_day_and_a_meeting_has_a_form(
    path: tuple[str, ...], value: Any, sentence: str
) -> None:
    with pytest.raises(Mistakes, match=sentence):
        compose_mechanism(changed(path, value))


def test_a_form_of_meeting_that_is_listed_no_more_is_named_by_its_key(
    ours: Mechanism, sister: Mechanism
) -> None:
    assert ours.meeting_form("telephone", "fr") == "par téléphone"
    assert sister.meeting_form("visit") == "country visit"
    assert sister.meeting_form("telephone") == "telephone"
