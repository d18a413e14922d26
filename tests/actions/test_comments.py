"""Internal comments: said by a team to itself, marked to do, done, opened again."""

import pytest
from sqlalchemy import select

from reviewmech.actions.comments import LONGEST, settle_comment, write_comment
from reviewmech.records import comments
from reviewmech.records.comments import Comment
from reviewmech.records.journal import Entry
from reviewmech.records.letters import Letter
from reviewmech.records.reviews import ChangeCounter
from reviewmech.rules.purposes import Audience
from reviewmech.rules.refusals import Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.contributing import OFFENCE


def say(cast: Cast, text: str = "Ask the courts.", is_to_do: bool = True) -> Comment:
    comment: Comment = write_comment(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.untoc,
        question=OFFENCE,
        text=text,
        is_to_do=is_to_do,
    )
    return comment


def settle(cast: Cast, comment: Comment, is_done: bool) -> None:
    chief = cast.acting(cast.arcadia.focal_point)
    settle_comment(cast.session, chief, cast.untoc, comment=comment, is_done=is_done)


def to_do(cast: Cast) -> list[Comment]:
    return comments.open_to_dos(cast.session, cast.untoc.id, cast.arcadia.state.id)


def test_what_is_to_be_done_is_listed_until_it_is_done(cast: Cast) -> None:
    comment, remark = say(cast), say(cast, "Well said.", is_to_do=False)
    assert to_do(cast) == [comment]
    settle(cast, comment, True)
    assert to_do(cast) == []
    assert (comment.done_by, comment.done_at is None) == (cast.arcadia.focal_point, False)
    settle(cast, comment, False)
    assert to_do(cast) == [comment] and comment.done_by is None
    beside = comments.beside(cast.session, cast.untoc.id, cast.arcadia.state.id)
    assert beside == {OFFENCE: [comment, remark]}


def test_a_comment_that_asks_for_nothing_cannot_be_done(cast: Cast) -> None:
    with pytest.raises(Invalid):
        settle(cast, say(cast, is_to_do=False), True)


def test_a_comment_has_words_and_not_too_many(cast: Cast) -> None:
    for text in ("  ", "a" * (LONGEST + 1)):
        with pytest.raises(Invalid) as refused:
            say(cast, text)
        assert refused.value.field == "text"
    with pytest.raises(NotFound):
        write_comment(
            cast.session,
            cast.acting(cast.arcadia.expert),
            cast.untoc,
            question="no-such-question",
            text="Lost.",
        )


def test_comments_are_of_one_team_and_one_strand(cast: Cast) -> None:
    comment = say(cast)
    session, state = cast.session, cast.arcadia.state.id
    assert comments.beside(session, cast.untoc.id, cast.belmora.state.id) == {}
    assert comments.beside(session, cast.tip.id, state) == {}
    assert comments.comment_of_team(session, cast.tip.id, state, comment.id) is None
    elsewhere = (cast.untoc.id, cast.belmora.state.id, comment.id)
    assert comments.comment_of_team(session, *elsewhere) is None
    with pytest.raises(NotFound):
        chief = cast.acting(cast.arcadia.focal_point)
        settle_comment(session, chief, cast.tip, comment=comment, is_done=True)


def test_the_team_alone_comments_at_every_step(cast: Cast) -> None:
    comment = say(cast)
    others = (cast.arcadia.observer, cast.belmora.focal_point, cast.officer)
    for person in others:
        actor = cast.acting(person)
        with pytest.raises(NotPermitted):
            write_comment(cast.session, actor, cast.untoc, question=OFFENCE, text="Heard.")
        with pytest.raises(NotPermitted):
            settle_comment(cast.session, actor, cast.untoc, comment=comment, is_done=True)
    cast.put(Step.CONCLUDED)
    settle(cast, say(cast, "For the next phase."), True)
    assert to_do(cast) == [comment]


def test_nobody_else_hears_of_a_comment_and_the_own_state_is_told_of_news(cast: Cast) -> None:
    settle(cast, say(cast), True)
    entries = cast.session.scalars(select(Entry)).all()
    assert {each.heard_by for each in entries} == {Audience.OWN_STATE}
    told = {letter.person_id for letter in cast.session.scalars(select(Letter))}
    assert told <= {person.id for person in cast.arcadia.people}
    (counter,) = cast.session.scalars(select(ChangeCounter))
    assert (counter.state_id, counter.value) == (cast.arcadia.state.id, 2)
