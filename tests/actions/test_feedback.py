"""Written feedback: saved inside a State, compared on save, released by the focal point."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.feedback import release_feedback, save_feedback
from reviewmech.records.consultation import Consultation
from reviewmech.records.database import now
from reviewmech.records.feedback import Feedback, FeedbackRevision, Release, drafts, mark
from reviewmech.records.letters import Letter
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.reviews import Strand
from reviewmech.records.states import State
from reviewmech.rules.access import Actor, by_note
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.texts import LONGEST_TEXT
from tests.cast import Cast


@pytest.fixture
def strand(cast: Cast) -> Strand:
    """Give the strand of the Convention at the feedback step."""
    return cast.put(Step.FEEDBACK)


def recorded(cast: Cast, state: State) -> Actor:
    """Return the State acting by a note verbale that the officer records."""
    note = NoteVerbale(
        state_id=state.id, reference="NV 9", dated=date(2027, 1, 4), recorded_at=now(cast.session)
    )
    cast.session.add(note)
    cast.session.commit()
    return by_note(cast.acting(cast.officer), state.id, note.id)


def test_every_save_is_kept(cast: Cast, session: Session, strand: Strand) -> None:
    expert = cast.acting(cast.belmora.expert)
    save_feedback(session, expert, strand, article="5", measures="A law.")
    save_feedback(
        session, expert, strand, article="5", measures="Two laws.", started_from=1, language="fr"
    )
    kept = session.scalars(select(FeedbackRevision).order_by(FeedbackRevision.number)).all()
    assert [each.measures for each in kept] == ["A law.", "Two laws."]
    standing = drafts(session, strand.id, cast.belmora.state.id)["5"]
    assert (standing.number, standing.language) == (2, "fr")


def test_a_colleague_overwrites_nothing_they_have_not_read(
    cast: Cast, session: Session, strand: Strand
) -> None:
    expert, focal_point = cast.acting(cast.belmora.expert), cast.acting(cast.belmora.focal_point)
    save_feedback(session, expert, strand, article="5", measures="A law.")
    with pytest.raises(Conflict):
        save_feedback(session, focal_point, strand, article="5", challenges="None.")
    with pytest.raises(Conflict):
        save_feedback(session, focal_point, strand, article="5", challenges="Me.", started_from=7)
    same = save_feedback(session, focal_point, strand, article="5", measures="A law.")
    assert same.number == 1
    assert drafts(session, strand.id, cast.belmora.state.id)["5"].measures == "A law."


def test_two_states_write_on_the_same_article_side_by_side(
    cast: Cast, session: Session, strand: Strand
) -> None:
    for nation in (cast.belmora, cast.cordania):
        save_feedback(
            session,
            cast.acting(nation.expert),
            strand,
            article="5",
            measures=f"Seen by {nation.state}.",
        )
    assert drafts(session, strand.id, cast.belmora.state.id)["5"].measures == "Seen by Belmora."
    assert drafts(session, strand.id, cast.cordania.state.id)["5"].measures == "Seen by Cordania."


def test_no_remarks_and_remarks_exclude_each_other(
    cast: Cast, session: Session, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    with pytest.raises(Invalid) as refusal:
        save_feedback(session, expert, strand, article="5", successes="Much.", no_remarks=True)
    assert refusal.value.field == "no_remarks"
    saved = save_feedback(session, expert, strand, article="5", no_remarks=True)
    assert saved.has_no_remarks and saved.is_written


def test_no_remarks_are_said_on_several_articles_at_once(
    cast: Cast, session: Session, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    save_feedback(session, expert, strand, article=["5", "", "5"], no_remarks=True)
    kept = drafts(session, strand.id, cast.belmora.state.id)
    assert {article: each.has_no_remarks for article, each in kept.items()} == {"5": True, "": True}
    save_feedback(session, expert, strand, article=["5"], no_remarks=True)
    assert drafts(session, strand.id, cast.belmora.state.id)["5"].number == 1


def test_no_remarks_on_many_overwrite_no_remark(
    cast: Cast, session: Session, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    save_feedback(session, cast.acting(cast.belmora.focal_point), strand, article="5", measures="X")
    with pytest.raises(Conflict) as refusal:
        save_feedback(session, expert, strand, article=["", "5"], no_remarks=True)
    assert refusal.value.details["articles"] == ["5"]
    assert set(drafts(session, strand.id, cast.belmora.state.id)) == {"5"}


@pytest.mark.parametrize(
    "given",
    [
        {"article": [], "no_remarks": True},
        {"article": ["5", "99"], "no_remarks": True},
        {"article": ["5"], "measures": "A law."},
        {"article": ["5"], "measures": "A law.", "no_remarks": True},
        {"article": ["5"]},
        {"article": ["5"], "no_remarks": True, "language": "xx"},
    ],
)
def test_only_no_remarks_are_said_on_several_articles(
    cast: Cast, session: Session, strand: Strand, given: dict[str, Any]
) -> None:
    with pytest.raises(Invalid):
        save_feedback(session, cast.acting(cast.belmora.expert), strand, **given)
    assert session.scalars(select(Feedback)).all() == []


def test_what_cannot_be_kept_is_refused(cast: Cast, session: Session, strand: Strand) -> None:
    expert = cast.acting(cast.belmora.expert)
    for given in (
        {"article": "99", "measures": "A law."},
        {"article": "5"},
        {"article": "5", "measures": " \u202e "},
        {"article": "5", "measures": "A law.", "language": "xx"},
        {"article": "5", "challenges": "x" * (LONGEST_TEXT + 1)},
        {"article": "5", "challenges": "PK\0\0"},
    ):
        with pytest.raises(Invalid):
            save_feedback(session, expert, strand, **given)
    assert session.scalars(select(Feedback)).all() == []


def test_a_text_taken_back_leaves_the_article_empty(
    cast: Cast, session: Session, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    save_feedback(session, expert, strand, article="5", measures="A law.")
    emptied = save_feedback(session, expert, strand, article="5", started_from=1)
    assert not emptied.is_written
    with pytest.raises(Invalid, match="Nothing is written"):
        release_feedback(session, cast.acting(cast.belmora.focal_point), strand)


def test_only_a_reviewing_states_team_writes_and_only_its_focal_point_releases(
    cast: Cast, session: Session, strand: Strand
) -> None:
    for person in (cast.arcadia.focal_point, cast.belmora.observer, cast.officer):
        with pytest.raises(NotPermitted):
            save_feedback(session, cast.acting(person), strand, article="5", measures="A law.")
    with pytest.raises(NotFound):
        save_feedback(session, cast.acting(cast.cordania.expert), cast.tip, article="5")
    save_feedback(session, cast.acting(cast.belmora.expert), strand, article="5", measures="Law.")
    with pytest.raises(NotPermitted):
        release_feedback(session, cast.acting(cast.belmora.expert), strand)


def test_a_release_freezes_what_is_written(cast: Cast, session: Session, strand: Strand) -> None:
    expert, focal_point = cast.acting(cast.belmora.expert), cast.acting(cast.belmora.focal_point)
    save_feedback(session, expert, strand, article="5", measures="A law.")
    save_feedback(session, expert, strand, article="", no_remarks=True)
    first = release_feedback(session, focal_point, strand)
    save_feedback(session, expert, strand, article="5", measures="Two laws.", started_from=1)
    again = release_feedback(session, focal_point, strand)
    assert (first.number, again.number) == (1, 2)
    assert first.articles["5"]["measures"] == "A law."
    assert again.articles["5"]["measures"] == "Two laws."
    assert first.articles[""] == {
        "measures": "",
        "successes": "",
        "challenges": "",
        "no_remarks": True,
        "language": "en",
    }


def test_the_step_moves_when_every_reviewing_state_has_released(
    cast: Cast, session: Session, strand: Strand
) -> None:
    for nation, step in ((cast.belmora, Step.FEEDBACK), (cast.cordania, Step.OBSERVATIONS)):
        save_feedback(session, cast.acting(nation.expert), strand, article="5", measures="A law.")
        release_feedback(session, cast.acting(nation.focal_point), strand)
        assert strand.step is step
    with pytest.raises(NotPermitted):
        release_feedback(session, cast.acting(cast.belmora.focal_point), strand)


def test_nothing_written_is_nothing_to_release(
    cast: Cast, session: Session, strand: Strand
) -> None:
    session.add(
        Consultation(
            strand_id=strand.id,
            number=1,
            languages=["en"],
            division={"5": [cast.cordania.state.id]},
            is_drafting_shared=False,
            remarks="",
            proposed_at=now(session),
        )
    )
    session.commit()
    with pytest.raises(Invalid) as taken:
        release_feedback(session, cast.acting(cast.cordania.focal_point), strand)
    assert taken.value.details["articles"] == "5, This part as a whole"
    with pytest.raises(Invalid) as left:
        release_feedback(session, cast.acting(cast.belmora.focal_point), strand)
    assert left.value.details["articles"] == "This part as a whole"


def test_a_focal_point_releases_what_they_have_seen(
    cast: Cast, session: Session, strand: Strand
) -> None:
    expert, focal_point = cast.acting(cast.belmora.expert), cast.acting(cast.belmora.focal_point)
    save_feedback(session, expert, strand, article="5", measures="A law.")
    seen = mark(drafts(session, strand.id, cast.belmora.state.id))
    save_feedback(session, expert, strand, article="5", measures="Hasty.", started_from=1)
    with pytest.raises(Conflict):
        release_feedback(session, focal_point, strand, seen=seen)
    seen = mark(drafts(session, strand.id, cast.belmora.state.id))
    assert release_feedback(session, focal_point, strand, seen=seen).number == 1


def test_a_release_by_note_verbale_holds_the_text_of_the_note_and_no_draft(
    cast: Cast, session: Session, strand: Strand
) -> None:
    save_feedback(session, cast.acting(cast.belmora.expert), strand, article="5", measures="Law.")
    noted = recorded(cast, cast.belmora.state)
    written = release_feedback(session, noted, strand, received="As our note says.")
    empty = release_feedback(session, recorded(cast, cast.cordania.state), strand)
    assert written.note_id and set(written.articles) == {""}
    assert written.articles[""]["measures"] == "As our note says."
    assert empty.note_id and empty.articles[""]["no_remarks"] is True


def test_a_text_received_is_released_by_note_alone(
    cast: Cast, session: Session, strand: Strand
) -> None:
    """Given without a note, it went into the journal that all read, and was released to nobody."""
    chief = cast.acting(cast.belmora.focal_point)
    save_feedback(session, chief, strand, article="5", measures="A law was passed.")
    with pytest.raises(NotPermitted):
        release_feedback(session, chief, strand, received="Words of no note.")
    assert session.scalars(select(Release)).all() == []


def test_a_repeated_request_releases_once(cast: Cast, session: Session, strand: Strand) -> None:
    save_feedback(session, cast.acting(cast.belmora.expert), strand, article="5", measures="Law.")
    focal_point = cast.acting(cast.belmora.focal_point)
    first = release_feedback(session, focal_point, strand, request_id="once")
    again = release_feedback(session, focal_point, strand, request_id="once")
    assert first.id == again.id
    assert len(session.scalars(select(Release)).all()) == 1


def test_saving_causes_no_letter_and_releasing_does(
    cast: Cast, session: Session, strand: Strand
) -> None:
    save_feedback(session, cast.acting(cast.belmora.expert), strand, article="5", measures="Law.")
    assert session.scalars(select(Letter)).all() == []
    release_feedback(session, cast.acting(cast.belmora.focal_point), strand)
    assert session.scalars(select(Letter)).all() != []
