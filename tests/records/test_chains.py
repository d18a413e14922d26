"""The chain: what came of an answer, by version, for who may read each link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from reviewmech.records.assistance import Need
from reviewmech.records.chains import Came, Kind, came_of, paragraphs_of
from reviewmech.records.dialogue import Message, SupplementaryQuestion
from reviewmech.records.feedback import Release
from reviewmech.records.grounds import given
from reviewmech.records.observations import Ground, Observation
from reviewmech.records.people import Person
from reviewmech.records.responses import Answer, Revision, Version, VersionAnswer
from reviewmech.records.reviews import Strand
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Outcome
from tests.actions.test_summaries import all_clear, an_item, compiled, issue, standing
from tests.cast import Cast, Nation

ASKED, OTHER = "untoc-5-offence", "untoc-5-liability"


def a_version(cast: Cast, strand: Strand, number: int, **values: dict[str, Any]) -> Version:
    """Write a version with its answers, as a submission does."""
    moment = strand.step_since + timedelta(days=number)
    version = Version(
        strand_id=strand.id,
        number=number,
        edition_id=strand.edition_id,
        language="en",
        laws=[],
        unanswered=[],
        submitted_at=moment,
    )
    cast.session.add(version)
    cast.session.flush()
    for question, value in values.items():
        named = question.replace("_", "-")
        answer = cast.session.query(Answer).filter_by(strand_id=strand.id, question=named).first()
        answer = answer or Answer(strand_id=strand.id, question=named)
        answer.number = number
        cast.session.add(answer)
        cast.session.flush()
        revision = Revision(
            answer_id=answer.id,
            number=number,
            started_from=number - 1,
            edition_id=strand.edition_id,
            value=value,
            language="en",
            saved_at=moment,
        )
        cast.session.add(revision)
        cast.session.flush()
        version.answers.append(
            VersionAnswer(question=named, revision_id=revision.id, value=value, language="en")
        )
    cast.session.commit()
    return version


def a_question(
    cast: Cast, who: Nation, version: Version, *, is_sent: bool = True, **given: Any
) -> SupplementaryQuestion:
    """Write a supplementary question on an answer."""
    moment = version.submitted_at + timedelta(days=len(given))
    thread = SupplementaryQuestion(
        **{
            "strand_id": version.strand_id,
            "asked_by_id": who.state.id,
            "article": "5",
            "question": ASKED,
            "version_id": version.id,
            "drafted_at": moment,
            "sent_at": moment if is_sent else None,
            **given,
        }
    )
    thread.messages = [
        Message(
            state_id=who.state.id,
            text="Which courts?",
            language="en",
            citations=[],
            written_at=moment,
            sent_at=moment if is_sent else None,
        )
    ]
    cast.session.add(thread)
    cast.session.commit()
    return thread


def a_release(
    cast: Cast, who: Nation, version: Version, number: int = 1, **articles: Any
) -> Release:
    """Write feedback a State released."""
    release = Release(
        strand_id=version.strand_id,
        state_id=who.state.id,
        number=number,
        version_id=version.id,
        articles={key.removeprefix("a"): {"measures": words} for key, words in articles.items()},
        released_at=version.submitted_at,
    )
    cast.session.add(release)
    cast.session.commit()
    return release


def rest(cast: Cast, item: Observation, **given: Any) -> Observation:
    """Let an observation rest on something."""
    item.grounds.append(Ground(**given))
    cast.session.commit()
    return item


@pytest.fixture
def version(cast: Cast) -> Version:
    """Give a first version, at the step of observations."""
    cast.put(Step.OBSERVATIONS)
    return a_version(cast, cast.untoc, 1, **{ASKED.replace("-", "_"): {"text": "Yes."}})


def seen(cast: Cast, who: Person, question: str = ASKED) -> list[Came]:
    found = came_of(cast.session, cast.untoc, "5", [ASKED, OTHER], cast.acting(who))
    return found.get(question, [])


def kinds(cast: Cast, who: Person, question: str = ASKED) -> list[Kind]:
    return [each.kind for each in seen(cast, who, question)]


def test_everything_that_came_of_an_answer_is_found(cast: Cast, version: Version) -> None:
    thread = a_question(cast, cast.belmora, version)
    item = rest(cast, an_item(cast, cast.untoc, "A gap."), version_id=version.id, question=ASKED)
    need = Need(
        state_id=cast.arcadia.state.id,
        strand_id=cast.untoc.id,
        version_id=version.id,
        question=ASKED,
        article="5",
        kind="training",
        what="Judges.",
        priority="high",
    )
    cast.session.add(need)
    cast.put(Step.SUMMARY)
    summary = compiled(cast)
    [paragraph] = [each for each in standing(cast, summary) if each.observation_id == item.id]
    assert seen(cast, cast.belmora.observer) == [
        Came(Kind.QUESTION, thread.key, 1, cast.belmora.state.id, is_open=True),
        Came(Kind.OBSERVATION, str(item.id), 1, cast.belmora.state.id, 1, "agreed"),
        Came(Kind.PARAGRAPH, str(paragraph.id), 1, None, 1),
        Came(Kind.NEED, str(need.id), 1, said="training"),
    ]


def test_what_is_on_the_article_stands_apart(cast: Cast, version: Version) -> None:
    a_release(cast, cast.cordania, version, a5="Good.", a6="Elsewhere.")
    a_question(cast, cast.belmora, version, question=None)
    a_question(cast, cast.belmora, version, question=None, article="6")
    assert kinds(cast, cast.arcadia.expert) == []
    assert kinds(cast, cast.arcadia.expert, "") == [Kind.QUESTION, Kind.FEEDBACK]


def test_a_link_holds_its_version(cast: Cast, version: Version) -> None:
    a_question(cast, cast.belmora, version)
    newer = a_version(cast, cast.untoc, 2, **{ASKED.replace("-", "_"): {"text": "In part."}})
    a_question(cast, cast.cordania, newer, closed_at=newer.submitted_at)
    assert [(each.version, each.is_open) for each in seen(cast, cast.arcadia.expert)] == [
        (1, True),
        (2, False),
    ]
    answers = given(cast.session, cast.untoc, [ASKED], cast.acting(cast.belmora.expert))
    assert [(each.number, each.value["text"]) for each in answers[ASKED]] == [
        (1, "Yes."),
        (2, "In part."),
    ]


def test_an_observation_is_found_through_the_question_and_the_feedback_it_rests_on(
    cast: Cast, version: Version
) -> None:
    thread = a_question(cast, cast.belmora, version)
    rest(cast, an_item(cast, cast.untoc, "Through a question."), thread_id=thread.id)
    release = a_release(cast, cast.belmora, version, a5="Good.")
    through = an_item(cast, cast.untoc, "Through feedback.")
    rest(cast, through, release_id=release.id, article="5")
    assert [each.number for each in seen(cast, cast.officer) if each.number] == [1]
    on_article = seen(cast, cast.officer, "")
    assert [(each.kind, each.number) for each in on_article] == [
        (Kind.FEEDBACK, 0),
        (Kind.OBSERVATION, 2),
    ]


def test_an_observation_that_rests_twice_on_an_answer_is_one_link(
    cast: Cast, version: Version
) -> None:
    item = rest(cast, an_item(cast, cast.untoc, "A gap."), version_id=version.id, question=ASKED)
    rest(cast, item, version_id=version.id, question=ASKED, quote="Yes")
    assert kinds(cast, cast.belmora.expert) == [Kind.OBSERVATION]


def test_drafts_are_no_links_for_anybody(cast: Cast, version: Version) -> None:
    a_question(cast, cast.belmora, version, is_sent=False)
    for who in (cast.arcadia.expert, cast.cordania.expert, cast.belmora.expert, cast.officer):
        assert seen(cast, who) == []


def test_only_the_newest_feedback_of_each_state_is_linked(cast: Cast, version: Version) -> None:
    a_release(cast, cast.belmora, version, a5="First.")
    a_release(cast, cast.belmora, version, number=2, a6="Now on another article.")
    assert kinds(cast, cast.arcadia.expert, "") == []


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step.CONSULTATION, []),
        (Step.FEEDBACK, [Kind.QUESTION]),
        (Step.OBSERVATIONS, [Kind.QUESTION, Kind.OBSERVATION]),
        (Step.SUMMARY, [Kind.QUESTION, Kind.OBSERVATION]),
    ],
)
def test_a_link_is_there_only_once_its_target_may_be_read(
    cast: Cast, version: Version, step: Step, expected: list[Kind]
) -> None:
    a_question(cast, cast.belmora, version)
    rest(cast, an_item(cast, cast.untoc, "A gap."), version_id=version.id, question=ASKED)
    cast.put(step)
    assert kinds(cast, cast.arcadia.expert) == expected
    assert seen(cast, cast.delmar.expert) == []


def test_strangers_and_experts_out_of_scope_see_no_chain(cast: Cast) -> None:
    cast.tip.step = Step.OBSERVATIONS
    version = a_version(cast, cast.tip, 1, **{ASKED.replace("-", "_"): {"text": "Yes."}})
    a_question(cast, cast.belmora, version)
    rest(cast, an_item(cast, cast.tip, "A gap."), version_id=version.id, question=ASKED)
    for person, links in ((cast.belmora.expert, 2), (cast.cordania.expert, 0)):
        actor = cast.acting(person)
        found = came_of(cast.session, cast.tip, "5", [ASKED], actor)
        assert len(found.get(ASKED, [])) == links
        answers = given(cast.session, cast.tip, [ASKED], actor)
        assert bool(answers) == bool(links)


def test_a_confidential_observation_leads_to_no_paragraph(cast: Cast, version: Version) -> None:
    item = rest(cast, an_item(cast, cast.untoc, "A gap."), version_id=version.id, question=ASKED)
    cast.put(Step.SUMMARY)
    compiled(cast)
    belmora = cast.acting(cast.belmora.expert)
    assert len(paragraphs_of(cast.session, cast.untoc, item.id, belmora)) == 1
    item.is_confidential = True
    cast.session.commit()
    assert kinds(cast, cast.belmora.expert) == [Kind.OBSERVATION]
    assert paragraphs_of(cast.session, cast.untoc, item.id, belmora) == []


def test_of_summaries_the_newest_counts_and_those_issued(cast: Cast, version: Version) -> None:
    item = an_item(cast, cast.untoc, "A gap.", outcome=Outcome.AGREED)
    rest(cast, item, version_id=version.id, question=ASKED)
    cast.put(Step.SUMMARY)
    compiled(cast)
    summary = compiled(cast)
    [newest] = [each for each in seen(cast, cast.officer) if each.kind is Kind.PARAGRAPH]
    assert newest.key in {str(each.id) for each in standing(cast, summary)}
    all_clear(cast, summary)
    issue(cast, summary)
    assert [each.said for each in seen(cast, cast.officer)] == ["agreed", "CTOC/2027/1"]
    item = an_item(cast, cast.tip, "Elsewhere.")
    assert paragraphs_of(cast.session, cast.untoc, item.id, cast.acting(cast.officer)) == []


def test_a_page_of_many_answers_needs_two_statements(cast: Cast, version: Version) -> None:
    for place in range(5):
        a_question(cast, cast.belmora, version)
        item = an_item(cast, cast.untoc, f"Gap {place}.")
        rest(cast, item, version_id=version.id, question=(ASKED, OTHER)[place % 2])
    a_release(cast, cast.belmora, version, a5="Good.")
    cast.put(Step.SUMMARY)
    actor = cast.acting(cast.arcadia.expert)
    assert cast.untoc.phase and cast.untoc.review.pairing and cast.untoc.phase.strands
    sent: list[str] = []
    connection = cast.session.connection()

    def look(at: object, cursor: object, statement: str, *given: object) -> None:
        if not statement.startswith(("SAVEPOINT", "RELEASE")):
            sent.append(statement)

    event.listen(connection, "before_cursor_execute", look)
    came_of(cast.session, cast.untoc, "5", [ASKED, OTHER], actor)
    event.remove(connection, "before_cursor_execute", look)
    assert len(sent) == 2, "\n\n".join(sent)
