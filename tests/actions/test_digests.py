"""What a letter tells of when it leaves: together, in the reader's language, and never too much."""

from __future__ import annotations

from datetime import date, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.comments import write_comment
from reviewmech.actions.dialogue import send_question
from reviewmech.actions.digests import link
from reviewmech.actions.letters import deliver, mark_letter
from reviewmech.actions.meetings import record_meeting
from reviewmech.actions.notice_choices import choose_notices
from reviewmech.actions.notices import write
from reviewmech.actions.sections import delegate_section
from reviewmech.records.database import now
from reviewmech.records.letters import Letter
from reviewmech.records.notices import Notice, NoticeChoice
from reviewmech.records.observations import Observation
from reviewmech.records.people import Appointment, Person
from reviewmech.records.wordings import Silence, Wording
from reviewmech.rules.access import THE_SYSTEM
from reviewmech.rules.notices import Category, Pace
from reviewmech.rules.purposes import Action
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind
from tests.actions.test_letters import Pigeon
from tests.cast import Cast
from tests.conftest import Clock
from tests.contributing import OFFENCE, invite
from tests.contributing import write as write_contribution


def choose(cast: Cast, person: Person, pace: Pace) -> None:
    """Let a person choose one pace for all categories."""
    paces = dict.fromkeys(Category, pace)
    choose_notices(cast.session, cast.acting(person), None, paces=paces)


def meet(cast: Cast) -> None:
    """Record a meeting, as the focal point of Arcadia: an act all others are told of."""
    record_meeting(
        cast.session,
        cast.acting(cast.arcadia.focal_point),
        cast.review,
        held_on=now(cast.session).date(),
        form="telephone",
        present="All",
        agreed="Words that only the page may show",
        language="en",
    )


def tell(cast: Cast, action: Action, made: object = None) -> None:
    """Tell of an act of Arcadia on the strand of the Convention."""
    actor = cast.acting(cast.arcadia.focal_point)
    write(cast.session, action, actor, cast.untoc, made)
    cast.session.commit()


def letters_to(session: Session, person: Person) -> list[Letter]:
    chosen = select(Letter).where(Letter.person_id == person.id)
    return list(session.scalars(chosen.order_by(Letter.id)))


def carried_to(pigeon: Pigeon, person: Person) -> list[EmailMessage]:
    return [each for each in pigeon.carried if each["To"] == person.address]


def rounds(session: Session, clock: Clock) -> Pigeon:
    """Let the next morning come, and the letters leave."""
    pigeon = Pigeon()
    clock.forward(days=1)
    deliver(session, post=pigeon)
    return pigeon


def test_the_day_of_a_review_leaves_in_one_letter(
    cast: Cast, session: Session, clock: Clock
) -> None:
    choose(cast, cast.belmora.expert, Pace.DAILY)
    meet(cast)
    tell(cast, Action.SUBMIT)
    cast.put(Step.CONSULTATION)
    tell(cast, Action.STOP_CLOCK)
    at_once = Pigeon()
    deliver(session, post=at_once)
    assert carried_to(at_once, cast.belmora.expert) == []
    assert carried_to(at_once, cast.belmora.focal_point) != []
    (message,) = carried_to(rounds(session, clock), cast.belmora.expert)
    assert message["Subject"] == "Review of Arcadia: 3 things wait for you"
    text = message.get_content()
    for words in ("A meeting is recorded", "has submitted its response", "The clock stands"):
        assert words in text
    assert "only the page" not in text
    assert text.count("http://127.0.0.1:8000/") == 4, "A link each, and where one chooses."


def test_what_is_only_listed_makes_no_letter_and_is_kept(cast: Cast, session: Session) -> None:
    choose(cast, cast.belmora.expert, Pace.LISTED)
    meet(cast)
    assert letters_to(session, cast.belmora.expert) == []
    (notice,) = session.scalars(select(Notice).where(Notice.person_id == cast.belmora.expert.id))
    assert (notice.pace, notice.letter) == (Pace.LISTED, None)


def test_what_happens_before_the_post_leaves_is_told_in_one_letter(
    cast: Cast, session: Session
) -> None:
    cast.put(Step.FEEDBACK)
    for _question in range(20):
        tell(cast, Action.SEND_REPLY)
    pigeon = Pigeon()
    deliver(session, post=pigeon)
    (message,) = carried_to(pigeon, cast.belmora.expert)
    assert message["Subject"] == "Arcadia has written on a supplementary question"


def test_a_letter_in_several_things_counts_what_came_often(
    cast: Cast, session: Session, clock: Clock
) -> None:
    choose(cast, cast.belmora.expert, Pace.DAILY)
    cast.put(Step.FEEDBACK)
    for _question in range(3):
        tell(cast, Action.SEND_REPLY)
    tell(cast, Action.STOP_CLOCK)
    (message,) = carried_to(rounds(session, clock), cast.belmora.expert)
    assert "a supplementary question (3 times)" in message.get_content()


def test_an_ended_appointment_gets_no_letter_of_what_waited(
    cast: Cast, session: Session, clock: Clock
) -> None:
    for person in (cast.belmora.expert, cast.cordania.expert):
        choose(cast, person, Pace.DAILY)
    meet(cast)
    post = select(Appointment).where(Appointment.person_id == cast.belmora.expert.id)
    session.scalars(post).one().until = now(session)
    session.commit()
    pigeon = rounds(session, clock)
    assert carried_to(pigeon, cast.belmora.expert) == []
    assert len(carried_to(pigeon, cast.cordania.expert)) == 1
    (letter,) = letters_to(session, cast.belmora.expert)
    assert letter.sent_at is None and "may no longer be told" in letter.last_fault
    assert carried_to(rounds(session, clock), cast.belmora.expert) == [], "It is given up."


def test_a_letter_says_no_more_than_its_reader_may_read_when_it_leaves(
    cast: Cast, session: Session, clock: Clock
) -> None:
    choose(cast, cast.cordania.expert, Pace.DAILY)
    cast.put(Step.OBSERVATIONS)
    tell(cast, Action.REOPEN_OBSERVATION)
    tell(cast, Action.STOP_CLOCK)
    # The strand goes back: its list is no longer to be read.
    cast.put(Step.FEEDBACK)
    (message,) = carried_to(rounds(session, clock), cast.cordania.expert)
    assert "observation" not in message["Subject"] + message.get_content()
    assert "clock stands" in message["Subject"]


def test_a_state_released_from_the_strand_is_told_nothing_of_it_any_more(
    cast: Cast, session: Session, clock: Clock
) -> None:
    choose(cast, cast.cordania.expert, Pace.DAILY)
    tell(cast, Action.STOP_CLOCK)
    for scope in list(cast.review.pairing):
        if scope.state_id == cast.cordania.state.id:
            session.delete(scope)
    session.commit()
    assert carried_to(rounds(session, clock), cast.cordania.expert) == []


def test_an_officer_whose_case_it_is_no_longer_is_told_nothing_of_it(
    cast: Cast, session: Session, clock: Clock
) -> None:
    meet(cast)
    cast.review.case_officer_id = None
    session.commit()
    assert carried_to(rounds(session, clock), cast.officer) == []


def test_a_letter_of_the_day_is_in_the_language_its_reader_has_chosen_by_then(
    cast: Cast, session: Session, clock: Clock
) -> None:
    for person, language in ((cast.belmora.expert, "fr"), (cast.cordania.expert, "ar")):
        choose(cast, person, Pace.DAILY)
        person.language = language
    session.commit()
    tell(cast, Action.SUBMIT)
    cast.put(Step.CONSULTATION)
    cast.belmora.focal_point.language = "fr"
    pigeon = rounds(session, clock)
    (french,) = carried_to(pigeon, cast.belmora.expert)
    assert french["Content-Language"] == "fr" and "Arcadia a soumis sa réponse" in french["Subject"]
    (arabic,) = carried_to(pigeon, cast.cordania.expert)
    assert arabic["Content-Language"] == "ar" and "\u2066Arcadia\u2069" in arabic["Subject"]
    assert letters_to(session, cast.belmora.expert)[0].language == "fr"


def test_who_moves_house_gets_the_letter_at_the_new_address(
    cast: Cast, session: Session, clock: Clock
) -> None:
    choose(cast, cast.belmora.expert, Pace.DAILY)
    meet(cast)
    cast.belmora.expert.address = "moved@example.org"
    session.commit()
    assert len(carried_to(rounds(session, clock), cast.belmora.expert)) == 1


def test_what_is_told_while_a_letter_leaves_goes_in_the_next_one(
    cast: Cast, session: Session, clock: Clock
) -> None:
    cast.put(Step.CONSULTATION)

    class Slow(Pigeon):
        def carry(self, message: EmailMessage) -> None:
            super().carry(message)
            if len(self.carried) == 1:
                tell(cast, Action.STOP_CLOCK)

    tell(cast, Action.START_CLOCK)
    slow, later = Slow(), Pigeon()
    deliver(session, post=slow)
    deliver(session, post=later)
    told = " ".join(str(each["Subject"]) for each in [*slow.carried, *later.carried])
    people = {each.person_id for each in session.scalars(select(Notice))}
    assert told.count("The clock stands") + told.count("2 things") >= len(people) - 1
    unsent = (
        select(Notice).join(Letter).where(Letter.sent_at.is_(None), Letter.leaves_after.is_(None))
    )
    assert session.scalars(unsent).all() == []


def test_a_choice_made_now_holds_for_what_happens_from_now_on(cast: Cast, session: Session) -> None:
    meet(cast)
    choose(cast, cast.belmora.expert, Pace.LISTED)
    meet(cast)
    assert len(letters_to(session, cast.belmora.expert)) == 1
    choose(cast, cast.belmora.expert, Pace.AT_ONCE)
    chosen = select(NoticeChoice).where(NoticeChoice.person_id == cast.belmora.expert.id)
    assert {each.pace for each in session.scalars(chosen)} == {Pace.AT_ONCE}


def test_a_request_sent_twice_chooses_once_and_tells_once(cast: Cast, session: Session) -> None:
    actor = cast.acting(cast.belmora.expert)
    for _time in range(2):
        paces = {Category.TEAM: Pace.DAILY}
        choose_notices(session, actor, None, paces=paces, request_id="the-same")
    assert len(session.scalars(select(NoticeChoice)).all()) == 1


def test_who_is_handed_a_section_is_told_where_it_is(cast: Cast, session: Session) -> None:
    chief = cast.acting(cast.arcadia.focal_point)
    delegate_section(session, chief, cast.untoc, article="5", to=cast.arcadia.expert)
    (letter,) = letters_to(session, cast.arcadia.expert)
    assert letter.subject == "A section is handed to you in the review of Arcadia"
    assert letter.body.endswith(f"/strands/{cast.untoc.id}/response/5")
    assert len(session.scalars(select(Letter)).all()) == 1


@pytest.mark.parametrize("is_to_do", [True, False])
def test_a_comment_is_told_only_when_there_is_something_to_do(
    cast: Cast, session: Session, is_to_do: bool
) -> None:
    chief = cast.acting(cast.arcadia.focal_point)
    delegate_section(session, chief, cast.untoc, article="5", to=cast.arcadia.expert)
    given = {"question": OFFENCE, "text": "Words that only the page may show"}
    write_comment(session, chief, cast.untoc, is_to_do=is_to_do, **given)
    told = [each for each in session.scalars(select(Notice)) if "to be done" in each.subject]
    assert [each.person for each in told] == ([cast.arcadia.expert] if is_to_do else [])
    assert all("only the page" not in each.body for each in session.scalars(select(Letter)))


def test_contributions_are_told_to_who_holds_the_section_once_a_day(
    cast: Cast, session: Session, clock: Clock
) -> None:
    chief = cast.acting(cast.arcadia.focal_point)
    delegate_section(session, chief, cast.untoc, article="5", to=cast.arcadia.expert)
    contributor, _key = invite(cast)
    for number, words in enumerate(("There", "There is", "There is one.")):
        write_contribution(cast, contributor, {"remark": words}, started_from=number)
    deliver(session, post=Pigeon())
    (message,) = carried_to(rounds(session, clock), cast.arcadia.expert)
    text = message.get_content()
    assert message["Subject"] == "A contribution has arrived in the review of Arcadia"
    assert "There is" not in text
    assert text.strip().endswith(f"/response/5%23question-{OFFENCE}")


def test_without_a_holder_the_focal_point_is_told_of_a_contribution(
    cast: Cast, session: Session, clock: Clock
) -> None:
    contributor, _key = invite(cast)
    write_contribution(cast, contributor, {"remark": "There is one."})
    told = [each for each in session.scalars(select(Notice)) if "contribution" in each.subject]
    assert [each.person for each in told] == [cast.arcadia.focal_point]


def test_a_reminder_leaves_before_a_silence_ends_only_while_it_runs(
    cast: Cast, session: Session, clock: Clock
) -> None:
    strand = cast.put(Step.OBSERVATIONS)
    silences = [a_silence(cast, number) for number in (1, 2)]
    for each in silences:
        tell(cast, Action.PUT_UNDER_SILENCE, each)
    deliver(session, post=Pigeon())
    silences[0].ended_at = now(session)
    session.commit()
    early, late = Pigeon(), Pigeon()
    clock.forward(days=6)
    deliver(session, post=early)
    assert carried_to(early, cast.belmora.expert) == []
    clock.forward(days=2)
    deliver(session, post=late)
    (message,) = carried_to(late, cast.belmora.expert)
    assert message["Subject"] == "The silence on observation 2 ends soon in the review of Arcadia"
    place = f"/strands/{strand.id}/observations/{silences[1].wording.observation_id}"
    assert message.get_content().strip().endswith(place)


def test_a_reminder_of_a_silence_holds_back_no_other_letter(
    cast: Cast, session: Session, clock: Clock
) -> None:
    choose(cast, cast.cordania.expert, Pace.DAILY)
    strand = cast.put(Step.OBSERVATIONS)
    silence = a_silence(cast, 1)
    write(session, Action.PUT_UNDER_SILENCE, cast.acting(cast.officer), strand, silence)
    session.commit()
    meet(cast)
    (told,) = carried_to(rounds(session, clock), cast.cordania.expert)
    assert "A meeting is recorded" in told.get_content()
    assert "ends soon" not in told.get_content()
    clock.forward(days=7)
    (message,) = carried_to(rounds(session, clock), cast.cordania.expert)
    assert message["Subject"] == "The silence on observation 1 ends soon in the review of Arcadia"


def test_a_letter_names_the_observation_and_the_day_and_none_of_its_words(
    cast: Cast, session: Session, clock: Clock
) -> None:
    cast.put(Step.OBSERVATIONS)
    silence = a_silence(cast, 12)
    silence.wording.observation.is_confidential = True
    tell(cast, Action.PUT_UNDER_SILENCE, silence)
    (message,) = carried_to(rounds(session, clock), cast.belmora.expert)
    assert message["Subject"] == "Observation 12 is under silence in the review of Arcadia"
    assert "Who does not object by the end of 21 January 2027 agrees" in message.get_content()
    assert "Words that only" not in message.get_content()


def test_a_letter_names_the_day_by_which_an_answer_is_hoped_for(
    cast: Cast, session: Session, clock: Clock
) -> None:
    strand, asker = cast.put(Step.FEEDBACK), cast.acting(cast.belmora.focal_point)
    for due_on in (None, date(2027, 3, 3)):
        send_question(session, asker, strand, article="5", text="Which?", due_on=due_on)
        (message,) = carried_to(rounds(session, clock), cast.arcadia.expert)
        is_said = "An answer is hoped for by 3 March 2027." in message.get_content()
        assert is_said == (due_on is not None)


def a_silence(cast: Cast, number: int) -> Silence:
    """Write an observation under silence for ten days."""
    session, moment = cast.session, now(cast.session)
    item = Observation(
        strand_id=cast.untoc.id,
        number=number,
        kind=ObservationKind.GAP,
        article="5",
        proposed_by_id=cast.belmora.state.id,
        proposed_at=moment,
    )
    session.add(item)
    session.flush()
    wording = Wording(
        observation=item,
        number=1,
        text="Words that only the page may show",
        language="en",
        state_id=cast.belmora.state.id,
        proposed_at=moment,
    )
    session.add(wording)
    session.flush()
    silence = Silence(wording=wording, until=(moment + timedelta(days=10)).date(), put_at=moment)
    session.add(silence)
    session.flush()
    return silence


def test_a_link_to_an_item_travels_whole_through_the_page_of_signing_in(session: Session) -> None:
    assert link(session, "/strands/1") == "http://127.0.0.1:8000/strands/1"
    to = "http://127.0.0.1:8000/sign-in?next=/reviews/1/meetings%23meeting-2"
    assert link(session, "/reviews/1/meetings#meeting-2") == to


def test_a_letter_marked_void_is_not_tried_again(cast: Cast, session: Session) -> None:
    meet(cast)
    letter = letters_to(session, cast.belmora.expert)[0]
    mark_letter(session, THE_SYSTEM, None, letter=letter, fault="Void.", is_void=True)
    pigeon = Pigeon()
    deliver(session, post=pigeon)
    assert carried_to(pigeon, cast.belmora.expert) == []
