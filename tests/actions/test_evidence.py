"""Files attached to answers: once, by the team, and kept where a version froze them."""

import hashlib

import pytest
from sqlalchemy import func, select

from reviewmech.actions.evidence import MOST_FILES, attach_file, attach_upload, detach_file
from reviewmech.actions.uploads import Upload, arrived, keep_whole, take
from reviewmech.records.attachments import Attachment
from reviewmech.records.evidence import Evidence, attached
from reviewmech.records.journal import Entry
from reviewmech.rules.purposes import Action, Audience
from reviewmech.rules.refusals import Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.documents import PDF, PNG

OFFENCE = "untoc-5-offence"


def attach(cast: Cast, content: bytes = PDF, name: str = "law.pdf", **given: object) -> Evidence:
    file = take(cast.session, name, content).plain
    made: Evidence = attach_file(
        cast.session,
        given.pop("actor", None) or cast.acting(cast.arcadia.expert),
        cast.untoc,
        **{"question": OFFENCE, "file": file, **given},
    )
    return made


def beside(cast: Cast, question: str = OFFENCE) -> list[str]:
    found = attached(cast.session, cast.untoc.id).get(question, [])
    return [each.attachment.name for each in found]


def count(cast: Cast, kind: type) -> int:
    return cast.session.scalar(select(func.count()).select_from(kind)) or 0


def test_a_file_stands_beside_the_answer_it_is_attached_to(cast: Cast) -> None:
    made = attach(cast)
    attach(cast, PNG, "seal.png", question="untoc-5-notified")
    assert beside(cast) == ["law.pdf"] and beside(cast, "untoc-5-notified") == ["seal.png"]
    assert made.attached_by == cast.arcadia.expert
    assert attached(cast.session, cast.tip.id) == {}


def test_an_upload_is_attached_once_however_often_its_end_is_sent(cast: Cast) -> None:
    actor = cast.acting(cast.arcadia.expert)
    upload = Upload("key", "law.pdf", len(PDF), hashlib.sha256(PDF).hexdigest())
    keep_whole(cast.session, actor, cast.review, upload, PDF)
    made = [
        attach_upload(
            cast.session, actor, cast.untoc, question=OFFENCE, upload=upload, request_id="one"
        )
        for _time in range(3)
    ]
    assert made[0] is made[1] is made[2]
    assert count(cast, Evidence) == count(cast, Attachment) == count(cast, Entry) == 1
    assert arrived(cast.session, actor, "key") == 0


def test_the_same_file_is_attached_to_an_answer_once(cast: Cast) -> None:
    assert attach(cast) is attach(cast, name="again.pdf")
    assert beside(cast) == ["law.pdf"]
    assert attach(cast, question="untoc-5-notified") is not attach(cast)


def test_a_file_taken_off_can_be_attached_again(cast: Cast) -> None:
    made = attach(cast)
    detach_file(cast.session, cast.acting(cast.arcadia.expert), cast.untoc, evidence=made)
    assert beside(cast) == [] and made.detached_at is not None
    assert attach(cast) is not made and beside(cast) == ["law.pdf"]


def test_an_answer_has_no_more_than_some_files(cast: Cast) -> None:
    for number in range(MOST_FILES):
        attach(cast, PDF + str(number).encode())
    with pytest.raises(Invalid, match="Take one off"):
        attach(cast, PDF + b"one more")


def test_a_file_is_attached_to_a_question_that_is_asked(cast: Cast) -> None:
    with pytest.raises(NotFound):
        attach(cast, question="untoc-5-invented")


def test_a_file_that_was_never_received_is_not_attached(cast: Cast) -> None:
    file = {"sha256": "0" * 64, "name": "a.pdf", "media_type": "application/pdf", "size": 1}
    with pytest.raises(Invalid, match="not kept any more"):
        attach(cast, file=file)


def test_nobody_outside_the_team_attaches_or_takes_off(cast: Cast) -> None:
    made = attach(cast)
    for person, kind in (
        (cast.arcadia.observer, NotPermitted),
        (cast.belmora.focal_point, NotPermitted),
        (cast.officer, NotPermitted),
        (cast.delmar.expert, NotFound),
    ):
        with pytest.raises(kind):
            attach(cast, actor=cast.acting(person))
        with pytest.raises(kind):
            detach_file(cast.session, cast.acting(person), cast.untoc, evidence=made)


def test_a_file_is_taken_off_where_it_stands_alone(cast: Cast) -> None:
    made = attach(cast)
    with pytest.raises(NotFound):
        detach_file(cast.session, cast.acting(cast.arcadia.expert), cast.tip, evidence=made)


def test_files_are_attached_until_the_summary(cast: Cast) -> None:
    cast.put(Step.SUMMARY)
    with pytest.raises(NotPermitted, match="present step"):
        attach(cast)


def test_that_a_file_was_attached_is_read_by_its_state_alone(cast: Cast) -> None:
    made = attach(cast)
    detach_file(cast.session, cast.acting(cast.arcadia.expert), cast.untoc, evidence=made)
    entries = cast.session.scalars(select(Entry).order_by(Entry.id)).all()
    assert [entry.action for entry in entries] == [Action.ATTACH_FILE, Action.DETACH_FILE]
    assert {entry.heard_by for entry in entries} == {Audience.OWN_STATE}
