"""The desk: what waits for its owner."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy import Connection, select
from sqlalchemy.orm import Session

from reviewmech.actions.dialogue import (
    close_question,
    discard_question,
    draft_question,
    draft_reply,
    send_question,
    send_reply,
)
from reviewmech.actions.leave import allow_sending
from reviewmech.actions.observations import propose_observation, take_position
from reviewmech.actions.silences import end_silences, put_under_silence
from reviewmech.actions.summaries import clear_summary, compile_summary
from reviewmech.records.database import now
from reviewmech.records.dialogue import SupplementaryQuestion
from reviewmech.records.observations import Observation
from reviewmech.records.people import Appointment, Person
from reviewmech.records.reviews import Phase, Strand
from reviewmech.records.states import State, StateName
from reviewmech.records.summaries import digest, paragraphs
from reviewmech.rules.steps import ORDER, Step
from reviewmech.rules.vocabulary import Capacity, ObservationKind, Stance
from tests.actions.test_summaries import an_item
from tests.cast import Cast, a_person, a_review, a_state, an_appointment, pair
from tests.conftest import Clock
from tests.reading import Page, Reader
from tests.web.test_statements import counted

SignIn = Callable[[Person], Reader]


def section(page: Page, name: str) -> str:
    """Return the words of one section of the desk."""
    found = page.soup.find("section", attrs={"aria-labelledby": name})
    return " ".join(found.get_text(" ").split()) if found else ""


def test_what_one_holds_the_pen_of_comes_first(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.expert).read("/desk")
    assert "you hold the pen" in section(page, "waiting")
    assert "Arcadia holds the pen since 11 January 2027" in page
    assert "Until 1 July 2027, in 171 days" in page


def test_what_waits_for_others_stands_apart(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.belmora.expert).read("/desk")
    assert "Nothing waits for you at the moment" in section(page, "waiting")
    assert "Organized Crime Convention" in section(page, "others")
    assert "you hold the pen" not in page


def test_a_desk_has_only_strands_in_scope(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.cordania.focal_point).read("/desk")
    assert "Organized Crime Convention" in page
    assert "Trafficking" not in page
    assert "Review of Delmar" not in page


def test_a_term_that_has_passed_is_said(session: Session, cast: Cast, client_as: SignIn) -> None:
    cast.untoc.due_on = cast.untoc.step_since.date().replace(day=1)
    session.commit()
    page = client_as(cast.arcadia.expert).read("/desk")
    assert "overdue" in page and "10 days ago" in page


def test_an_officer_has_the_reviews_they_are_in_charge_of(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    page = client_as(cast.officer).read("/desk")
    assert "Review of Arcadia" in page and "Review of Delmar" in page
    colleague = a_person(session, "Otto Officer")
    session.commit()
    page = client_as(colleague).read("/desk")
    assert "case officer or stand-in of no review yet" in page
    assert "Review of Arcadia" not in page


def test_a_person_without_a_review_is_told_so(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    person = a_person(session, "Nobody Yet", cast.review)
    session.commit()
    assert "You take part in no review at present" in client_as(person).read("/desk")


def test_the_desk_follows_the_pen(cast: Cast, client_as: SignIn) -> None:
    cast.put(Step.FEEDBACK)
    page = client_as(cast.belmora.expert).read("/desk")
    assert "you hold the pen" in section(page, "waiting")
    assert "Belmora and Cordania hold the pen" in page


def test_an_expert_is_not_kept_waiting_for_what_only_a_focal_point_does(
    cast: Cast, client_as: SignIn
) -> None:
    cast.put(Step.CONSULTATION)
    page = client_as(cast.arcadia.expert).read("/desk")
    assert "Organized Crime Convention" not in section(page, "waiting")
    assert "Organized Crime Convention" in section(page, "others")
    page = client_as(cast.arcadia.focal_point).read("/desk")
    assert "Organized Crime Convention" in section(page, "waiting")


def another_review(session: Session, cast: Cast, name: str, due: date) -> None:
    """Write a review of another State, which Arcadia's focal point takes part in for Arcadia."""
    state = a_state(session, name)
    review = a_review(session, cast.review.cycle, state, cast.officer)
    pair(session, review, cast.arcadia.state, "UNTOC")
    an_appointment(
        session, cast.arcadia.focal_point, Capacity.FOCAL_POINT, review, cast.arcadia.state
    )
    phase = Phase(
        review_id=review.id, part="cluster-1", starts_on=date(2027, 1, 1), ends_on=date(2028, 1, 1)
    )
    session.add(phase)
    session.flush()
    strand = Strand(
        phase_id=phase.id,
        instrument="UNTOC",
        edition_id=cast.untoc.edition_id,
        step=Step.SELF_ASSESSMENT,
        step_since=now(session),
        due_on=due,
    )
    session.add(strand)
    session.commit()


def test_what_is_due_next_is_said_over_all_reviews(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    assert section(client_as(cast.arcadia.focal_point).read("/desk"), "due") == ""
    another_review(session, cast, "Evoria", date(2027, 2, 1))
    due = section(client_as(cast.arcadia.focal_point).read("/desk"), "due")
    assert due.index("review of Evoria") < due.index("review of Arcadia")
    assert "Until 1 February 2027, in 21 days" in due


def test_reviews_stand_in_the_order_of_the_reader_s_language(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    another_review(session, cast, "Evoria", date(2027, 2, 1))
    evoria = session.scalars(select(State).where(State.code == "XEV")).one()
    evoria.names.append(StateName(language="fr", name="Évorie", since=date(2027, 1, 1)))
    cast.arcadia.state.names.append(
        StateName(language="fr", name="L'Arcadie", since=date(2027, 1, 1))
    )
    session.commit()
    reader = client_as(cast.arcadia.focal_point)
    english = section(reader.read("/desk"), "reviews")
    assert english.index("Arcadia") < english.index("Evoria")
    reader.get("/language/fr")
    french = section(reader.read("/desk"), "reviews")
    assert french.index("Évorie") < french.index("Arcadie")


def test_a_long_desk_has_pages_and_the_next_terms_come_first(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    for at in range(13):
        another_review(session, cast, f"{chr(90 - at)}{chr(70 + at)}ria", date(2027, 2, 1 + at))
    reader = client_as(cast.arcadia.focal_point)
    first = reader.read("/desk")
    assert "Review of ZFria" in section(first, "reviews")
    assert "Review of Arcadia" not in section(first, "reviews")
    second = first.follow("Older")
    assert "Review of Arcadia" in section(second, "reviews")
    assert "Review of ZFria" not in section(second, "reviews")
    reader.read("/desk?page=999999999999")


def test_the_desk_leads_to_the_dossier_and_the_meetings(cast: Cast, client_as: SignIn) -> None:
    links = client_as(cast.belmora.expert).read("/desk").links().values()
    for page in ("dossier", "meetings"):
        assert f"/reviews/{cast.review.id}/{page}" in links


def asks(cast: Cast, text: str, due_on: date | None = None) -> SupplementaryQuestion:
    """Let Belmora ask a supplementary question."""
    actor = cast.acting(cast.belmora.focal_point)
    return send_question(cast.session, actor, cast.untoc, article="5", text=text, due_on=due_on)


def proposes(cast: Cast, text: str) -> Observation:
    """Let Belmora propose an observation."""
    actor = cast.acting(cast.belmora.focal_point)
    given = {"kind": ObservationKind.GAP, "article": "5", "text": text}
    return propose_observation(cast.session, actor, cast.untoc, **given)


def silence(cast: Cast, item: Observation, until: date) -> None:
    """Let Belmora put an observation under silence."""
    actor, wording = cast.acting(cast.belmora.focal_point), item.wording.id
    put_under_silence(
        cast.session, actor, cast.untoc, observation=item, wording=wording, until=until
    )


DRAFTED = "drafted in your State"


def test_drafts_wait_on_the_desk_of_who_clears_them_and_on_no_other(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    strand, asked = cast.put(Step.FEEDBACK), asks(cast, "Which courts?")
    expert = cast.acting(cast.belmora.expert)
    for text in ("Which police?", "Which prisons?"):
        draft_question(session, expert, strand, article="5", text=text)
    draft_reply(session, cast.acting(cast.arcadia.expert), strand, thread=asked, text="The High.")
    desk = client_as(cast.belmora.focal_point).read("/desk")
    waiting = section(desk, "waiting")
    assert f"2 supplementary questions {DRAFTED} wait to be cleared and sent" in waiting
    assert "message" not in waiting
    assert f"/strands/{strand.id}/questions/sending" in desk.links().values()
    waiting = section(client_as(cast.arcadia.focal_point).read("/desk"), "waiting")
    assert f"1 message on a supplementary question, {DRAFTED}, waits" in waiting
    assert "questions drafted" not in waiting
    others = (cast.belmora.expert, cast.arcadia.expert, *cast.cordania.people, cast.officer)
    for person in (*others, cast.belmora.observer, cast.arcadia.observer):
        assert DRAFTED not in client_as(person).read("/desk")


def test_what_cannot_be_sent_any_more_waits_for_nobody(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    strand, asked = cast.put(Step.FEEDBACK), asks(cast, "Which courts?")
    expert = cast.acting(cast.belmora.expert)
    aside = draft_question(session, expert, strand, article="5", text="Which police?")
    draft_reply(session, cast.acting(cast.arcadia.expert), strand, thread=asked, text="The High.")
    discard_question(session, expert, strand, draft=aside)
    close_question(session, cast.acting(cast.belmora.focal_point), strand, thread=asked)
    for nation in (cast.belmora, cast.arcadia):
        assert DRAFTED not in client_as(nation.focal_point).read("/desk")


def test_an_expert_with_leave_finds_what_they_may_send(
    session: Session, cast: Cast, client_as: SignIn
) -> None:
    strand = cast.put(Step.FEEDBACK)
    draft_question(
        session, cast.acting(cast.belmora.expert), strand, article="5", text="Which police?"
    )
    held = session.scalars(select(Appointment).filter_by(person_id=cast.belmora.expert.id)).one()
    chief = cast.acting(cast.belmora.focal_point)
    allow_sending(session, chief, cast.review, experts=[held])
    assert DRAFTED in client_as(cast.belmora.expert).read("/desk")


def test_questions_wait_with_the_first_day_an_answer_is_hoped_for(
    session: Session, cast: Cast, client_as: SignIn, clock: Clock
) -> None:
    strand = cast.put(Step.FEEDBACK)
    asks(cast, "Which courts?", clock.today + timedelta(days=20))
    first = asks(cast, "Which police?", clock.today + timedelta(days=9))
    reader = client_as(cast.arcadia.expert)
    desk = reader.read("/desk")
    assert "2 supplementary questions wait for your State's answer" in section(desk, "waiting")
    assert "Until 20 January 2027, in 9 days" in section(desk, "waiting")
    assert section(desk, "due").index("20 January") < section(desk, "due").index("1 July")
    for other in (cast.cordania.expert, cast.arcadia.observer, cast.officer):
        assert "20 January" not in client_as(other).read("/desk")
    chief = cast.acting(cast.arcadia.focal_point)
    send_reply(session, chief, strand, thread=first, text="The guard.")
    desk = reader.read("/desk")
    assert "1 supplementary question waits" in section(desk, "waiting")
    assert "Until 31 January 2027, in 20 days" in section(desk, "waiting")
    assert "1 answer to your State's questions" in client_as(cast.belmora.expert).read("/desk")
    assert "answer to your State" not in client_as(cast.cordania.expert).read("/desk")


def test_a_running_silence_warns_each_state_that_has_not_agreed(
    session: Session, cast: Cast, client_as: SignIn, clock: Clock
) -> None:
    strand = cast.put(Step.OBSERVATIONS)
    first, second = proposes(cast, "A gap."), proposes(cast, "Another gap.")
    silence(cast, first, clock.today + timedelta(days=15))
    said = "Observation 1 is under silence: your State agrees unless it objects"
    for person in (cast.arcadia.focal_point, cast.cordania.expert):
        desk = client_as(person).read("/desk")
        assert said in section(desk, "waiting") and said in section(desk, "due")
        assert "Until 26 January 2027, in 15 days" in section(desk, "waiting")
        assert f"/strands/{strand.id}/observations/{first.id}" in desk.links().values()
    for person in (cast.belmora.focal_point, cast.officer, cast.arcadia.observer):
        assert "under silence" not in client_as(person).read("/desk")
    silence(cast, second, clock.today + timedelta(days=15))
    desk = client_as(cast.cordania.expert).read("/desk")
    assert "2 observations are under silence" in section(desk, "waiting")
    take_position(
        session,
        cast.acting(cast.cordania.expert),
        strand,
        observation=first,
        wording=first.wording.id,
        stance=Stance.AGREES,
    )
    desk = client_as(cast.cordania.focal_point).read("/desk")
    assert "Observation 2 is under silence" in section(desk, "waiting")
    assert "1 position taken ad referendum in your State waits" in section(desk, "waiting")
    assert "1 observation" in section(desk, "waiting")
    clock.forward(days=20)
    end_silences(session)
    assert "under silence" not in client_as(cast.arcadia.focal_point).read("/desk")


def test_the_day_a_silence_ends_brings_its_review_to_the_front(
    session: Session, cast: Cast, client_as: SignIn, clock: Clock
) -> None:
    cast.put(Step.OBSERVATIONS)
    silence(cast, proposes(cast, "A gap."), clock.today + timedelta(days=15))
    for at in range(13):
        another_review(session, cast, f"{chr(90 - at)}{chr(70 + at)}ria", date(2027, 2, 1 + at))
    first = client_as(cast.arcadia.focal_point).read("/desk")
    assert "Observation 1 is under silence" in section(first, "due")


def test_a_desk_with_every_step_needs_few_statements(
    session: Session, cast: Cast, client_as: SignIn, connection: Connection, clock: Clock
) -> None:
    for at in range(8):
        another_review(session, cast, f"{chr(90 - at)}{chr(70 + at)}ria", date(2027, 2, 1 + at))
    strands = session.scalars(select(Strand).where(Strand.id != cast.untoc.id)).all()
    for strand, step in zip(strands, [*ORDER, *ORDER], strict=False):
        strand.step = step
    an_item(cast, strands[4], "Agreed.")
    assert strands[4].step is Step.SUMMARY
    summary = compile_summary(session, cast.acting(cast.officer), strands[4].phase)
    chief = cast.acting(cast.arcadia.focal_point)
    clear_summary(session, chief, strands[4].phase, digest=digest(paragraphs(session, summary)))
    cast.put(Step.OBSERVATIONS)
    asks(cast, "Which courts?", clock.today + timedelta(days=9))
    silence(cast, proposes(cast, "A gap."), clock.today + timedelta(days=15))
    reader = client_as(cast.arcadia.focal_point)
    reader.get("/desk")
    with counted(connection) as sent:
        reader.read("/desk")
    assert len(sent) <= 12, "\n".join(sent)
