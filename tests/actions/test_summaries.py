"""The executive summary: compiled, edited, cleared, consented to, and issued for good."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reviewmech.actions import issuing
from reviewmech.actions.issuing import Format, consent_to_publication, issue_summary, prepare
from reviewmech.actions.observations import mark_confidential
from reviewmech.actions.summaries import clear_summary, compile_summary, edit_paragraph
from reviewmech.records import summaries as records
from reviewmech.records.facts import summary_cleared
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.observations import Observation, Wording
from reviewmech.records.public import published
from reviewmech.records.reviews import Strand, case
from reviewmech.records.summaries import Issue, Paragraph, Summary
from reviewmech.rules.access import by_note
from reviewmech.rules.mechanism import Paper, Readership, Shown
from reviewmech.rules.refusals import Conflict, Invalid, NotFound, NotPermitted
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind, Outcome
from tests.cast import Cast, Nation

DAY = date(2027, 6, 1)


def an_item(cast: Cast, strand: Strand, text: str, **given: Any) -> Observation:
    """Write an agreed observation."""
    moment = strand.step_since
    found = cast.session.query(Observation).filter_by(strand_id=strand.id).count()
    item = Observation(
        **{
            "strand_id": strand.id,
            "number": found + 1,
            "kind": ObservationKind.GAP,
            "article": "5",
            "paragraph": "1",
            "proposed_by_id": cast.belmora.state.id,
            "proposed_at": moment,
            "outcome": Outcome.AGREED,
            **given,
        }
    )
    item.wordings.append(
        Wording(
            number=1,
            text=text,
            language="en",
            state_id=cast.belmora.state.id,
            proposed_at=moment,
        )
    )
    cast.session.add(item)
    cast.session.commit()
    return item


@pytest.fixture
def adopted(cast: Cast) -> Cast:
    """Give the cast with both lists adopted."""
    for strand in (cast.untoc, cast.tip):
        an_item(cast, strand, f"A gap in {strand.instrument}.")
        strand.step = Step.SUMMARY
    cast.session.commit()
    return cast


def compiled(cast: Cast) -> Summary:
    return compile_summary(cast.session, cast.acting(cast.officer), cast.phase)


def standing(cast: Cast, summary: Summary) -> list[Paragraph]:
    return records.paragraphs(cast.session, summary)


def texts(cast: Cast, summary: Summary) -> list[str]:
    return [each.text for each in standing(cast, summary)]


def seen(cast: Cast, summary: Summary) -> str:
    return records.digest(standing(cast, summary))


def clear(cast: Cast, who: Nation, summary: Summary, digest: str | None = None) -> None:
    actor = cast.acting(who.focal_point)
    clear_summary(cast.session, actor, cast.phase, digest=digest or seen(cast, summary))


def all_clear(cast: Cast, summary: Summary) -> None:
    for nation in (cast.arcadia, cast.belmora, cast.cordania):
        clear(cast, nation, summary)


def edit(cast: Cast, who: Nation, paragraph: Paragraph, text: str, number: int = 1) -> None:
    edit_paragraph(
        cast.session,
        cast.acting(who.expert),
        cast.phase,
        paragraph=paragraph,
        number=number,
        text=text,
    )


def consent(cast: Cast, summary: Summary) -> None:
    consent_to_publication(
        cast.session,
        cast.acting(cast.arcadia.focal_point),
        cast.phase,
        summary=summary,
        digest=seen(cast, summary),
    )


FILES = {Format.MARKDOWN: b"# A", Format.DOCX: b"PK", Format.PDF: b"%PDF"}


def issue(cast: Cast, summary: Summary, symbol: str = "CTOC/2027/1", **given: Any) -> Issue:
    given = {"digest": seen(cast, summary), "dated": DAY, "files": FILES, **given}
    officer = cast.acting(cast.officer)
    return issue_summary(cast.session, officer, cast.phase, summary=summary, symbol=symbol, **given)


def rule_for_the_public(cast: Cast, shown: Shown) -> None:
    """Let the Mechanism of this test show the summary to the public by another rule."""
    around = cast.session.info["surroundings"]
    paper = around.mechanism.papers[Paper.SUMMARY]
    paper = replace(paper, shown={**paper.shown, Readership.PUBLIC: shown})
    mechanism = replace(around.mechanism, papers={**around.mechanism.papers, Paper.SUMMARY: paper})
    cast.session.info["surroundings"] = replace(around, mechanism=mechanism)


def test_the_summary_is_compiled_from_the_adopted_lists_of_the_phase(adopted: Cast) -> None:
    summary = compiled(adopted)
    assert summary.strands == [adopted.untoc.id, adopted.tip.id]
    assert summary.title == "Executive summary: Arcadia"
    words = "\n".join(texts(adopted, summary))
    assert "A gap in UNTOC" in words and "A gap in TIP" in words
    assert "Belmora and Cordania" in words
    assert all(each.edits[0].text == each.text for each in standing(adopted, summary))


def test_only_adopted_lists_enter(cast: Cast) -> None:
    with pytest.raises(NotPermitted):
        compiled(cast)
    an_item(cast, cast.untoc, "A gap in UNTOC.")
    an_item(cast, cast.tip, "A gap in TIP.")
    cast.put(Step.SUMMARY)
    summary = compiled(cast)
    assert summary.strands == [cast.untoc.id]
    assert "A gap in TIP" not in "\n".join(texts(cast, summary))


def test_what_is_left_out_or_confidential_never_enters(adopted: Cast) -> None:
    an_item(adopted, adopted.untoc, "Left out.", outcome=Outcome.LEFT_OUT)
    an_item(adopted, adopted.untoc, "Secret.", is_confidential=True)
    words = "\n".join(texts(adopted, compiled(adopted)))
    assert "Left out" not in words and "Secret" not in words


def test_a_statement_enters_with_its_item(adopted: Cast) -> None:
    an_item(
        adopted,
        adopted.untoc,
        "Disputed.",
        outcome=Outcome.WITH_STATEMENT,
        statement="We see it otherwise.",
        statement_by_id=adopted.arcadia.state.id,
    )
    assert "Statement by Arcadia: We see it otherwise." in texts(adopted, compiled(adopted))


def test_an_item_marked_confidential_later_leaves_without_a_trace(adopted: Cast) -> None:
    practice = ObservationKind.GOOD_PRACTICE
    item = an_item(adopted, adopted.untoc, "A practice.", kind=practice)
    summary = compiled(adopted)
    clear(adopted, adopted.belmora, summary)
    assert "Successes and good practices" in texts(adopted, summary)
    focal_point = adopted.acting(adopted.arcadia.focal_point)
    mark_confidential(
        adopted.session, focal_point, adopted.untoc, observation=item, is_confidential=True
    )
    words = texts(adopted, summary)
    assert not any("practice" in each for each in words)
    assert not summary_cleared(adopted.session, summary)


def test_before_a_clearance_it_can_be_compiled_again(adopted: Cast) -> None:
    first, second = compiled(adopted), compiled(adopted)
    assert (first.number, second.number) == (1, 2)
    assert records.in_preparation(adopted.session, adopted.phase.id) is second
    clear(adopted, adopted.belmora, second)
    with pytest.raises(Conflict):
        compiled(adopted)


def test_only_the_secretariat_compiles(adopted: Cast) -> None:
    with pytest.raises(NotPermitted):
        compile_summary(adopted.session, adopted.acting(adopted.arcadia.focal_point), adopted.phase)
    with pytest.raises(NotFound):
        compile_summary(adopted.session, adopted.acting(adopted.delmar.expert), adopted.phase)


def test_an_edit_opens_the_summary_again_for_everybody(adopted: Cast) -> None:
    summary = compiled(adopted)
    all_clear(adopted, summary)
    paragraph = standing(adopted, summary)[2]
    edit(adopted, adopted.belmora, paragraph, "Said better.")
    assert (paragraph.text, paragraph.number) == ("Said better.", 2)
    assert [each.number for each in paragraph.edits] == [1, 2]
    assert not summary_cleared(adopted.session, summary)


def test_nobody_edits_what_they_have_not_read(adopted: Cast) -> None:
    paragraph = standing(adopted, compiled(adopted))[2]
    edit(adopted, adopted.belmora, paragraph, "First.")
    with pytest.raises(Conflict):
        edit(adopted, adopted.arcadia, paragraph, "Second.")
    assert paragraph.text == "First."


def test_an_empty_text_takes_a_paragraph_out_and_it_can_be_put_back(adopted: Cast) -> None:
    summary = compiled(adopted)
    paragraph = standing(adopted, summary)[2]
    words = paragraph.text
    edit(adopted, adopted.belmora, paragraph, " ")
    assert paragraph not in standing(adopted, summary)
    assert records.written(adopted.session, summary)[1] == [paragraph]
    edit(adopted, adopted.belmora, paragraph, words, number=2)
    assert paragraph in standing(adopted, summary)


def test_saving_the_same_words_is_no_edit(adopted: Cast) -> None:
    paragraph = standing(adopted, compiled(adopted))[2]
    edit(adopted, adopted.belmora, paragraph, paragraph.text + "  ")
    assert paragraph.number == 1


def test_a_heading_stays_on_one_line(adopted: Cast) -> None:
    heading = standing(adopted, compiled(adopted))[0]
    edit(adopted, adopted.belmora, heading, "Of the\n\nbeginning")
    assert heading.text == "Of the beginning"


@pytest.mark.parametrize("text", ["x" * 100_001, "a\0b"])
def test_what_cannot_be_kept_is_refused(adopted: Cast, text: str) -> None:
    with pytest.raises(Invalid):
        edit(adopted, adopted.belmora, standing(adopted, compiled(adopted))[2], text)


def test_a_paragraph_of_a_confidential_item_or_an_older_text_is_not_there(adopted: Cast) -> None:
    item = an_item(adopted, adopted.untoc, "Secret.")
    older = compiled(adopted)
    [secret] = [each for each in standing(adopted, older) if each.observation_id == item.id]
    item.is_confidential = True
    adopted.session.commit()
    with pytest.raises(NotFound):
        edit(adopted, adopted.belmora, secret, "Known.")
    paragraph = standing(adopted, older)[0]
    compiled(adopted)
    with pytest.raises(NotFound):
        edit(adopted, adopted.belmora, paragraph, "Older.")


def test_a_clearance_is_of_the_summary_as_read(adopted: Cast) -> None:
    summary = compiled(adopted)
    before = seen(adopted, summary)
    edit(adopted, adopted.belmora, standing(adopted, summary)[2], "Other.")
    with pytest.raises(Conflict):
        clear(adopted, adopted.arcadia, summary, before)
    clear(adopted, adopted.arcadia, summary)
    clear(adopted, adopted.arcadia, summary)
    assert summary_cleared(adopted.session, summary) == {adopted.arcadia.state.id}


def test_a_state_out_of_scope_has_no_say_and_no_sight(cast: Cast) -> None:
    an_item(cast, cast.tip, "A gap in TIP.")
    cast.tip.step = Step.SUMMARY
    cast.session.commit()
    summary = compiled(cast)
    cordania = cast.acting(cast.cordania.focal_point)
    with pytest.raises(NotPermitted):
        clear(cast, cast.cordania, summary)
    situation = case(cast.phase)
    assert records.visible_summary(cast.session, cast.phase, cordania, situation) is None
    belmora = cast.acting(cast.belmora.expert)
    assert records.visible_summary(cast.session, cast.phase, belmora, situation) is summary


def test_a_state_clears_and_consents_by_note_verbale(adopted: Cast) -> None:
    summary = compiled(adopted)
    note = NoteVerbale(
        state_id=adopted.arcadia.state.id,
        reference="NV/7",
        dated=DAY,
        recorded_at=adopted.untoc.step_since,
    )
    adopted.session.add(note)
    adopted.session.commit()
    arcadia = by_note(adopted.acting(adopted.officer), note.state_id, note.id)
    clear_summary(adopted.session, arcadia, adopted.phase, digest=seen(adopted, summary))
    given = consent_to_publication(
        adopted.session, arcadia, adopted.phase, summary=summary, digest=seen(adopted, summary)
    )
    assert (given.state, given.note) == (adopted.arcadia.state, note)
    assert issuing.has_consent(adopted.session, summary)


def test_only_the_state_under_review_consents(adopted: Cast) -> None:
    summary = compiled(adopted)
    with pytest.raises(NotPermitted):
        consent_to_publication(
            adopted.session,
            adopted.acting(adopted.belmora.focal_point),
            adopted.phase,
            summary=summary,
            digest=seen(adopted, summary),
        )


def test_it_is_issued_only_when_every_state_has_cleared_it(adopted: Cast) -> None:
    summary = compiled(adopted)
    clear(adopted, adopted.arcadia, summary)
    with pytest.raises(Invalid) as refusal:
        issue(adopted, summary)
    assert [state.name for state in refusal.value.details["states"]] == ["Belmora", "Cordania"]


def test_issuing_concludes_the_strands_and_nothing_changes_any_more(adopted: Cast) -> None:
    summary = compiled(adopted)
    all_clear(adopted, summary)
    made = issue(adopted, summary)
    assert (adopted.untoc.step, adopted.tip.step) == (Step.CONCLUDED, Step.CONCLUDED)
    store = adopted.session.info["surroundings"].store
    assert store.get(made.pdf.sha256) == b"%PDF"
    assert made.docx.name == "CTOC_2027_1.docx"
    with pytest.raises(NotPermitted):
        edit(adopted, adopted.belmora, standing(adopted, summary)[2], "Too late.")


def test_a_symbol_is_free_and_well_formed(adopted: Cast) -> None:
    summary = compiled(adopted)
    all_clear(adopted, summary)
    for symbol in ("", "two words", "A_B", "../x", "a\u202eb", "A" * 121):
        with pytest.raises(Invalid) as refusal:
            issue(adopted, summary, symbol)
        assert refusal.value.field == "symbol"
    issue(adopted, summary)
    assert issuing.SYMBOL.fullmatch("CTOC/COP/WG.9/2027/1*")
    assert records.with_symbol(adopted.session, "ctoc/2027/1") is summary.issue


def test_an_edit_between_reading_and_issuing_stops_the_issue(adopted: Cast) -> None:
    summary = compiled(adopted)
    all_clear(adopted, summary)
    before = seen(adopted, summary)
    edit(adopted, adopted.belmora, standing(adopted, summary)[2], "Other.")
    with pytest.raises(Conflict):
        issue(adopted, summary, digest=before)


def test_without_consent_it_is_not_published_and_consent_may_come_later(adopted: Cast) -> None:
    summary = compiled(adopted)
    all_clear(adopted, summary)
    made = issue(adopted, summary)
    assert not made.is_published
    consent(adopted, summary)
    assert made.is_published
    assert published(adopted.session) == [made]


def test_consent_counts_for_the_text_it_was_given_to(adopted: Cast) -> None:
    summary = compiled(adopted)
    consent(adopted, summary)
    edit(adopted, adopted.belmora, standing(adopted, summary)[2], "Other.")
    all_clear(adopted, summary)
    assert not issue(adopted, summary).is_published


@pytest.mark.parametrize(("shown", "is_published"), [(Shown.ALWAYS, True), (Shown.NEVER, False)])
def test_the_rule_of_the_mechanism_publishes_or_not(
    adopted: Cast, shown: Shown, is_published: bool
) -> None:
    rule_for_the_public(adopted, shown)
    summary = compiled(adopted)
    with pytest.raises(Conflict):
        consent(adopted, summary)
    all_clear(adopted, summary)
    assert issue(adopted, summary).is_published is is_published


def test_the_files_say_what_was_cleared(adopted: Cast) -> None:
    summary = compiled(adopted)
    all_clear(adopted, summary)
    digest = records.digest(records.paragraphs(adopted.session, summary))
    with pytest.raises(Conflict):
        prepare(adopted.session, summary, digest="other", symbol="CTOC/2027/1", dated=DAY)
    files = prepare(adopted.session, summary, digest=digest, symbol="CTOC/2027/1", dated=DAY)
    text = files[Format.MARKDOWN].decode()
    assert "CTOC/2027/1" in text and "A gap in UNTOC" in text and "Restricted" in text
    with zipfile.ZipFile(io.BytesIO(files[Format.DOCX])) as word:
        assert "A gap in UNTOC" in word.read("word/document.xml").decode()
    assert files[Format.PDF].startswith(b"%PDF")


def test_a_draft_is_called_a_draft(adopted: Cast) -> None:
    assert issuing.draft(adopted.session, compiled(adopted)).startswith("Draft")


def test_a_strand_that_joins_later_has_a_summary_of_its_own(adopted: Cast) -> None:
    adopted.tip.step = Step.OBSERVATIONS
    adopted.session.commit()
    first = compiled(adopted)
    all_clear(adopted, first)
    issue(adopted, first)
    adopted.tip.step = Step.SUMMARY
    adopted.session.commit()
    second = compiled(adopted)
    assert second.strands == [adopted.tip.id]
    clear(adopted, adopted.arcadia, second)
    clear(adopted, adopted.belmora, second)
    with pytest.raises(Invalid) as refusal:
        issue(adopted, second, "ctoc/2027/1")
    assert refusal.value.field == "symbol"
    issue(adopted, second, "CTOC/2027/2")
    assert adopted.tip.step is Step.CONCLUDED
