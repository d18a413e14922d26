"""Submission: what is frozen, who may, and what never leaves with it."""

from datetime import date
from io import BytesIO
from zipfile import ZIP_STORED, ZipFile

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions import kinds, uploads
from reviewmech.actions.responses import save_answer
from reviewmech.actions.submission import submit_response
from reviewmech.records import responses
from reviewmech.records.assistance import Need, visible_needs
from reviewmech.records.attachments import Attachment
from reviewmech.records.database import now, surroundings
from reviewmech.records.evidence import Evidence
from reviewmech.records.laws import Law, library_of
from reviewmech.records.letters import Letter
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.responses import Version
from reviewmech.records.states import State
from reviewmech.records.submission import Submission, prepared
from reviewmech.rules.access import by_note
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.documents import attach, open_text, word

OFFENCE, MISSING, NEEDS = "untoc-5-offence", "untoc-5-offence.missing", "untoc.needs"
TRAINING = {"type": "training", "what": "Judges", "priority": "high"}
PDF = b"%PDF-1.7\nhello"


def save(
    cast: Cast, question: str, value: object, started_from: int = 0, language: str = "en"
) -> None:
    save_answer(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.untoc,
        question=question,
        value=value,
        started_from=started_from,
        language=language,
    )


def submit(cast: Cast, **given: object) -> Version:
    actor = cast.acting(cast.arcadia.focal_point)
    version: Version = submit_response(
        cast.session, actor, cast.untoc, **{"language": "en", **given}
    )
    return version


def a_law(cast: Cast, title: str) -> Law:
    law = Law(state_id=cast.arcadia.state.id, title=title)
    cast.session.add(law)
    cast.session.commit()
    return law


def detach(cast: Cast, evidence: Evidence) -> None:
    evidence.detached_at = now(cast.session)
    cast.session.commit()


def as_shown(cast: Cast) -> Submission:
    """Return what the page shows to be frozen now."""
    asked = responses.questionnaire(cast.session, cast.untoc.edition_id)
    current = responses.current(cast.session, cast.untoc.id)
    library = library_of(cast.session, cast.arcadia.state.id)
    return prepared(cast.session, cast.untoc, asked, current, library)


def needs_question(cast: Cast) -> str:
    asked = responses.questionnaire(cast.session, cast.untoc.edition_id)
    return next(question.id for question in asked.questions if question.kind == "assistance")


def test_what_was_submitted_stays_as_it_was(cast: Cast) -> None:
    law = a_law(cast, "Code")
    cites = {"choice": "yes", "citations": [{"law": law.id, "article": "3"}]}
    save(cast, OFFENCE, cites, language="fr")
    first = submit(cast)
    law.title = "Code, as amended"
    cast.session.commit()
    save(cast, OFFENCE, {"choice": "no"}, started_from=1)
    second = submit(cast)
    assert (first.number, second.number) == (1, 2)
    assert first.values == {OFFENCE: cites}
    assert [answer.language for answer in first.answers] == ["fr"]
    assert [each["title"] for each in first.laws] == ["Code"]
    assert (second.values, second.laws) == ({OFFENCE: {"choice": "no"}}, [])
    assert responses.version_seal(first) != responses.version_seal(second)


def test_what_is_submitted_already_is_not_submitted_again(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "yes"})
    submit(cast)
    with pytest.raises(Conflict, match="Nothing has changed"):
        submit(cast)
    save(cast, OFFENCE, {"choice": "no"}, started_from=1)
    assert submit(cast).number == 2


def test_only_questions_that_apply_are_submitted(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "in_part"})
    save(cast, MISSING, {"text": "Attempts."})
    save(cast, OFFENCE, {"choice": "no"}, started_from=1)
    save(cast, "untoc-5-notified", {"choice": "yes"})
    save(cast, "untoc-5-notified", {}, started_from=1)
    version = submit(cast)
    assert version.values == {OFFENCE: {"choice": "no"}}
    assert version.unanswered == ["untoc-5-notified", "untoc-5-figures", needs_question(cast)]


def test_an_empty_response_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid, match="Nothing is answered"):
        submit(cast)
    save(cast, OFFENCE, {"remark": "A remark alone."})
    with pytest.raises(Invalid, match="Nothing is answered"):
        submit(cast)
    assert cast.untoc.step is Step.SELF_ASSESSMENT


def test_submission_ends_the_self_assessment_and_is_told(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "yes"})
    submit(cast)
    assert cast.untoc.step is Step.CONSULTATION
    told = set(cast.session.scalars(select(Letter.person_id)))
    assert {cast.belmora.focal_point.id, cast.cordania.expert.id, cast.officer.id} <= told
    assert cast.delmar.focal_point.id not in told


def test_the_focal_point_clears_what_the_page_showed(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "yes"})
    shown = as_shown(cast)
    save(cast, OFFENCE, {"choice": "no"}, started_from=1)
    with pytest.raises(Conflict, match="changed after you opened"):
        submit(cast, shown=shown.seal)
    assert responses.latest_version(cast.session, cast.untoc.id) is None
    version = submit(cast, shown=as_shown(cast).seal)
    assert as_shown(cast).says_the_same_as(version) and not shown.says_the_same_as(version)


def test_a_law_amended_or_a_file_changed_meanwhile_stops_the_submission(cast: Cast) -> None:
    law = a_law(cast, "Code")
    save(cast, OFFENCE, {"choice": "yes", "citations": [{"law": law.id}]})
    shown = as_shown(cast).seal
    law.title = "Code, as amended"
    cast.session.commit()
    with pytest.raises(Conflict, match="changed after you opened"):
        submit(cast, shown=shown)
    shown = as_shown(cast).seal
    evidence = attach(cast, OFFENCE)
    with pytest.raises(Conflict, match="changed after you opened"):
        submit(cast, shown=shown)
    detach(cast, evidence)
    assert submit(cast, shown=shown).number == 1


def test_what_is_not_submitted_may_change_meanwhile(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "in_part"})
    save(cast, MISSING, {"text": "Attempts."})
    save(cast, OFFENCE, {"choice": "no"}, started_from=1)
    shown = as_shown(cast).seal
    save(cast, MISSING, {"text": "All attempts."}, started_from=1)
    a_law(cast, "A law nobody cites")
    attach(cast, MISSING)
    assert submit(cast, shown=shown).files == []


# Files


def test_the_files_of_the_questions_that_apply_are_frozen_with_them(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "no"})
    kept = attach(cast, OFFENCE, "code.pdf")
    attach(cast, MISSING, "beside-a-question-not-asked.pdf")
    detach(cast, attach(cast, OFFENCE, "taken-off.pdf"))
    unanswered = attach(cast, "untoc-5-notified", "note.pdf", content="b")
    version = submit(cast)
    assert version.files == [
        {
            "id": evidence.attachment_id,
            "question": question,
            "name": name,
            "media_type": "application/pdf",
            "size": 1_834_221,
            "sha256": content * 64,
        }
        for evidence, question, name, content in (
            (kept, OFFENCE, "code.pdf", "a"),
            (unanswered, "untoc-5-notified", "note.pdf", "b"),
        )
    ]
    detach(cast, kept)
    cast.session.expire_all()
    assert [file["name"] for file in version.files] == ["code.pdf", "note.pdf"]


def test_a_file_alone_makes_a_new_version_and_the_same_file_none(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "yes"})
    first = submit(cast)
    evidence = attach(cast, OFFENCE)
    second = submit(cast)
    assert (first.files, len(second.files), second.values) == ([], 1, first.values)
    detach(cast, evidence)
    attach(cast, OFFENCE)
    with pytest.raises(Conflict, match="Nothing has changed"):
        submit(cast)


def test_the_seal_of_a_version_covers_its_files(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "yes"})
    before = responses.version_seal(submit(cast))
    attach(cast, OFFENCE)
    assert responses.version_seal(submit(cast)) != before


def test_a_file_alone_answers_nothing(cast: Cast) -> None:
    attach(cast, OFFENCE)
    with pytest.raises(Invalid, match="Nothing is answered"):
        submit(cast)


def test_an_answer_in_another_language_is_another_answer(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "yes"})
    submit(cast)
    save(cast, OFFENCE, {"choice": "yes"}, started_from=1, language="fr")
    assert [each.language for each in submit(cast).answers] == ["fr"]


def test_only_the_focal_point_submits(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "yes"})
    for person in (cast.arcadia.expert, cast.belmora.focal_point, cast.officer):
        with pytest.raises(NotPermitted):
            submit_response(cast.session, cast.acting(person), cast.untoc, language="en")
    with pytest.raises(NotFound):
        submit_response(
            cast.session, cast.acting(cast.delmar.focal_point), cast.untoc, language="en"
        )


def test_a_retry_does_not_submit_twice(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "yes"})
    first = submit(cast, request_id="one")
    assert submit(cast, request_id="one") is first
    assert responses.latest_version(cast.session, cast.untoc.id) is first


def test_needs_are_registered_from_the_newest_version(cast: Cast) -> None:
    question = needs_question(cast)
    officer = cast.acting(cast.officer)
    save(cast, question, {"needs": [TRAINING, {**TRAINING, "what": "Police", "article": "5"}]})
    assert visible_needs(cast.session, officer) == []
    submit(cast)
    needs = visible_needs(cast.session, officer)
    assert [(need.what, need.article, need.kind) for need in needs] == [
        ("Judges", "", "training"),
        ("Police", "5", "training"),
    ]
    save(cast, question, {"none": True}, started_from=1)
    submit(cast)
    assert visible_needs(cast.session, officer) == []
    assert len(list(cast.session.scalars(select(Need)))) == 2
    assert visible_needs(cast.session, cast.acting(cast.belmora.focal_point)) == []


def a_note(session: Session, state: State) -> NoteVerbale:
    note = NoteVerbale(
        state_id=state.id, reference="NV 7", dated=date(2027, 1, 10), recorded_at=now(session)
    )
    session.add(note)
    session.commit()
    return note


def received(cast: Cast, file: bytes | None, name: str = "response.pdf") -> Version:
    note = cast.session.scalar(select(NoteVerbale)) or a_note(cast.session, cast.arcadia.state)
    officer = cast.acting(cast.officer)
    version: Version = submit_response(
        cast.session,
        by_note(officer, note.state_id, note.id),
        cast.untoc,
        language="fr",
        file=file and uploads.take(cast.session, name, file, kinds.DOCUMENTS).plain,
    )
    return version


def test_a_document_received_by_note_carries_nothing_of_the_draft(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "yes"})
    save(cast, needs_question(cast), {"needs": [TRAINING]})
    attach(cast, OFFENCE)
    version = received(cast, PDF, "C:\\Documents\\Our response\x07.pdf")
    assert (version.values, version.laws, version.unanswered) == ({}, [], [])
    assert version.files == []
    assert version.file and version.note and version.note.reference == "NV 7"
    assert (version.file.name, version.file.media_type) == ("Our response.pdf", "application/pdf")
    assert surroundings(cast.session).store.get(version.file.sha256) == PDF
    assert cast.untoc.step is Step.CONSULTATION
    assert visible_needs(cast.session, cast.acting(cast.officer)) == []
    assert responses.current_values(cast.session, cast.untoc.id)[OFFENCE] == {"choice": "yes"}


def test_no_officer_submits_a_draft_and_none_learns_whether_there_is_one(cast: Cast) -> None:
    sentences = set()
    for value in ({}, {"choice": "yes"}):
        save(cast, OFFENCE, value)
        with pytest.raises(Invalid) as refused:
            received(cast, None)
        sentences.add(str(refused.value))
    assert len(sentences) == 1
    assert responses.latest_version(cast.session, cast.untoc.id) is None


def test_a_note_of_another_state_submits_nothing(cast: Cast) -> None:
    a_note(cast.session, cast.belmora.state)
    with pytest.raises(NotPermitted):
        received(cast, PDF)


def test_a_focal_point_submits_answers_not_documents(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "yes"})
    with pytest.raises(NotPermitted):
        submit(cast, file={"sha256": "0" * 64})


def zipped(*parts: str) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as archive:
        for part in parts:
            archive.writestr(part, "application/vnd.oasis.opendocument.text")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (PDF, "pdf"),
        (open_text(), "text"),
        (word(), "document"),
    ],
)
def test_documents_are_known_by_what_is_in_them(cast: Cast, content: bytes, ending: str) -> None:
    version = received(cast, content, "anything.exe")
    assert version.file and version.file.media_type.endswith(ending)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90 program",
        zipped("a.txt"),
        b"PK\x03\x04 broken",
        b"<html>",
        PDF + bytes(20 * 1024 * 1024),
    ],
    ids=["program", "zip", "broken zip", "page", "large"],
)
def test_other_files_are_refused_whatever_their_name(cast: Cast, content: bytes) -> None:
    with pytest.raises(Invalid) as refused:
        received(cast, content, "response.pdf")
    assert refused.value.field == "file"
    assert list(cast.session.scalars(select(Attachment))) == []


def test_a_correction_is_open_until_the_summary(cast: Cast) -> None:
    save(cast, OFFENCE, {"choice": "yes"})
    submit(cast)
    cast.put(Step.OBSERVATIONS)
    save(cast, OFFENCE, {"choice": "no"}, started_from=1)
    submit(cast)
    assert cast.untoc.step is Step.OBSERVATIONS
    cast.put(Step.SUMMARY)
    with pytest.raises(NotPermitted):
        submit(cast)
