"""The pages of the executive summary, from the adopted lists to the files issued."""

from collections.abc import Callable
from datetime import date

import pytest

from reviewmech.actions.observations import mark_confidential
from reviewmech.actions.summaries import edit_paragraph
from reviewmech.records import summaries as records
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.records.summaries import Issue, Paragraph, Summary
from reviewmech.rules.steps import Step
from tests.actions.test_summaries import all_clear, an_item, clear, compiled, issue, standing
from tests.cast import Cast, Nation
from tests.reading import Reader

ClientAs = Callable[[Person], Reader]


@pytest.fixture
def adopted(cast: Cast) -> Cast:
    """Give the cast with the list of the Convention adopted, and the other not yet."""
    an_item(cast, cast.untoc, "The offence is too narrow.")
    cast.put(Step.SUMMARY)
    return cast


def address(cast: Cast, then: str = "") -> str:
    return f"/phases/{cast.phase.id}/summary{then}"


def a_text(cast: Cast, summary: Summary) -> Paragraph:
    return next(each for each in standing(cast, summary) if not each.is_heading)


def a_note(cast: Cast, nation: Nation) -> None:
    note = NoteVerbale(
        state_id=nation.state.id,
        reference=f"NV/{nation.state.code}",
        dated=date(2027, 1, 4),
        recorded_at=cast.untoc.step_since,
    )
    cast.session.add(note)
    cast.session.commit()


def test_the_whole_way_from_the_lists_to_the_public(
    adopted: Cast, client_as: ClientAs, anyone: Reader
) -> None:
    officer = client_as(adopted.officer)
    page = officer.read(address(adopted))
    assert "Organized Crime Convention: its list enters" in page
    assert "Trafficking in Persons Protocol: not yet" in page
    page = page.press("Compile from the adopted lists")
    assert "The offence is too narrow" in page and "1." in page
    for nation in (adopted.arcadia, adopted.belmora, adopted.cordania):
        page = client_as(nation.focal_point).read(address(adopted))
        page = page.press(f"Clear the summary for {nation.state.name}")
        assert "The summary is cleared for your State." in page
    page = client_as(adopted.arcadia.focal_point).read(address(adopted))
    page.press("Let everybody read the summary once it is issued")
    page = officer.read(address(adopted))
    page = page.press("Issue the summary", symbol="CTOC/2027/1", dated="2027-06-01")
    assert adopted.untoc.step is Step.CONCLUDED
    page = anyone.read("/")
    assert "CTOC/2027/1" in page
    for form, begins in (("md", b"CTOC/2027/1"), ("docx", b"PK"), ("pdf", b"%PDF")):
        answer = anyone.get(f"/papers/CTOC_2027_1/{form}")
        assert answer.data.startswith(begins)
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_nobody_reads_a_summary_before_a_list_is_adopted(cast: Cast, client_as: ClientAs) -> None:
    client_as(cast.arcadia.expert).read(address(cast), 403)
    client_as(cast.delmar.expert).read(address(cast), 404)


def test_a_state_that_takes_no_part_in_its_strands_sees_no_text(
    cast: Cast, client_as: ClientAs
) -> None:
    an_item(cast, cast.tip, "A secret of the Protocol.")
    cast.tip.step = Step.SUMMARY
    cast.session.commit()
    paragraph = a_text(cast, compiled(cast))
    cordania = client_as(cast.cordania.expert)
    for then in ("", "/draft.md", f"/paragraphs/{paragraph.id}"):
        assert "A secret" not in cordania.read(address(cast, then), 403)
    assert "A secret" in client_as(cast.belmora.expert).read(address(cast))


def test_an_expert_edits_a_paragraph_and_clearances_begin_again(
    adopted: Cast, client_as: ClientAs
) -> None:
    summary = compiled(adopted)
    clear(adopted, adopted.belmora, summary)
    page = client_as(adopted.cordania.expert).read(address(adopted))
    assert "Belmora cleared" in page
    page = page.follow("Edit number 1.")
    page = page.press("Save for", text="Said better.")
    assert "Said better." in page and "Belmora cleared" not in page


def test_two_people_editing_at_once_lose_nothing(adopted: Cast, client_as: ClientAs) -> None:
    paragraph = a_text(adopted, compiled(adopted))
    place = address(adopted, f"/paragraphs/{paragraph.id}")
    page = client_as(adopted.arcadia.expert).read(place)
    edit_paragraph(
        adopted.session,
        adopted.acting(adopted.belmora.expert),
        adopted.phase,
        paragraph=paragraph,
        number=1,
        text="What Belmora wrote.",
    )
    page = page.press("Save for", 409, text="What Arcadia wrote.")
    assert "Somebody else edited this paragraph" in page and "What Belmora wrote." in page
    typed = page.soup.select_one("textarea[name=text]")
    assert typed is not None and "What Arcadia wrote." in typed.get_text()
    assert "What Arcadia wrote." in page.press("Save for")


def test_a_bad_text_is_kept_in_its_field(adopted: Cast, client_as: ClientAs) -> None:
    paragraph = a_text(adopted, compiled(adopted))
    page = client_as(adopted.arcadia.expert).read(address(adopted, f"/paragraphs/{paragraph.id}"))
    page = page.press("Save for", 422, text="y" * 100_001)
    assert "y" * 100_001 in page.soup.get_text()


def test_a_paragraph_taken_out_can_be_put_back(adopted: Cast, client_as: ClientAs) -> None:
    paragraph = a_text(adopted, compiled(adopted))
    words = paragraph.text
    reader = client_as(adopted.arcadia.expert)
    page = reader.read(address(adopted, f"/paragraphs/{paragraph.id}")).press("Save for", text="")
    page = page.follow(words[:40])
    page.press("Save for", text=words)
    assert paragraph in standing(adopted, paragraph.summary)


def test_what_is_confidential_is_in_no_output(adopted: Cast, client_as: ClientAs) -> None:
    item = an_item(adopted, adopted.untoc, "Best not printed.")
    summary = compiled(adopted)
    [paragraph] = [each for each in standing(adopted, summary) if each.observation_id == item.id]
    mark_confidential(
        adopted.session,
        adopted.acting(adopted.arcadia.focal_point),
        adopted.untoc,
        observation=item,
        is_confidential=True,
    )
    reader = client_as(adopted.belmora.focal_point)
    assert "Best not printed" not in reader.read(address(adopted))
    assert b"Best not printed" not in reader.get(address(adopted, "/draft.md")).data
    reader.read(address(adopted, f"/paragraphs/{paragraph.id}"), 404)


def test_a_summary_that_changed_since_it_was_read_is_not_cleared(
    adopted: Cast, client_as: ClientAs
) -> None:
    summary = compiled(adopted)
    page = client_as(adopted.arcadia.focal_point).read(address(adopted))
    edit_paragraph(
        adopted.session,
        adopted.acting(adopted.belmora.expert),
        adopted.phase,
        paragraph=a_text(adopted, summary),
        number=1,
        text="Other.",
    )
    page = page.press("Clear the summary for Arcadia", 409)
    assert "The summary has changed since you read it" in page
    page.press("Clear the summary for Arcadia")


def test_the_secretariat_compiles_again_only_before_a_clearance(
    adopted: Cast, client_as: ClientAs
) -> None:
    compiled(adopted)
    page = client_as(adopted.officer).read(address(adopted))
    clear(adopted, adopted.belmora, compiled(adopted))
    page = page.press("Compile again", 409)
    assert "A State has cleared this summary already" in page


def test_an_issue_with_a_bad_symbol_keeps_what_was_typed(
    adopted: Cast, client_as: ClientAs
) -> None:
    all_clear(adopted, compiled(adopted))
    page = client_as(adopted.officer).read(address(adopted))
    page = page.press("Issue the summary", 422, symbol="two words", dated="2027-06-01")
    assert page.soup.select_one("[name=symbol]")["value"] == "two words"  # type: ignore[index]
    page = page.press("Issue the summary", 422, symbol="CTOC/1", dated="no day")
    assert adopted.untoc.step is Step.SUMMARY


def test_before_all_have_cleared_nothing_can_be_issued(adopted: Cast, client_as: ClientAs) -> None:
    clear(adopted, adopted.belmora, compiled(adopted))
    page = client_as(adopted.officer).read(address(adopted))
    assert "Not yet cleared by Arcadia and Cordania." in page
    assert "Issue the summary" not in page.buttons()


def test_the_secretariat_records_clearance_and_consent_by_note(
    adopted: Cast, client_as: ClientAs
) -> None:
    compiled(adopted)
    a_note(adopted, adopted.arcadia)
    officer = client_as(adopted.officer)
    page = officer.read(address(adopted))
    note = page.choice("note", "NV/XAR")
    page = page.press("Record that the State cleared the summary", note=note)
    assert "by note verbale NV/XAR, recorded by Olive Officer" in page
    assert "Record that the State cleared the summary" not in page.buttons()
    page = page.press("Record the consent to publish", note=note)
    assert "The consent to publication is recorded." in page


def test_a_reviewing_state_has_no_say_in_publication(adopted: Cast, client_as: ClientAs) -> None:
    compiled(adopted)
    page = client_as(adopted.belmora.focal_point).read(address(adopted))
    assert not any("everybody read" in button for button in page.buttons())
    token = page.soup.select_one("[name=csrf_token]")["value"]  # type: ignore[index]
    page.reader.send(address(adopted, "/consent"), {"csrf_token": token}, 403)
    page.reader.send(address(adopted, "/consent-by-note"), {"csrf_token": token}, 403)


def test_an_issued_summary_is_downloaded_by_its_participants_alone(
    adopted: Cast, client_as: ClientAs
) -> None:
    made = issued(adopted)
    place = address(adopted, f"/issued/{made.id}/pdf")
    answer = client_as(adopted.cordania.observer).get(place)
    assert answer.data == b"%PDF"
    assert answer.headers["Content-Disposition"] == "attachment; filename=CTOC_2027_1.pdf"
    client_as(adopted.delmar.expert).read(place, 404)
    client_as(adopted.arcadia.expert).read(address(adopted, f"/issued/{made.id}/exe"), 404)
    client_as(adopted.arcadia.expert).read(address(adopted, "/issued/999/pdf"), 404)


def issued(cast: Cast) -> Issue:
    summary = compiled(cast)
    all_clear(cast, summary)
    return issue(cast, summary)


def test_consent_may_come_after_the_issue(adopted: Cast, client_as: ClientAs) -> None:
    made = issued(adopted)
    assert not made.is_published
    page = client_as(adopted.arcadia.focal_point).read(address(adopted))
    page = page.press("Let everybody read CTOC/2027/1")
    assert made.is_published and "publication consented to" in page


def test_a_form_sent_twice_compiles_once(adopted: Cast, client_as: ClientAs) -> None:
    page = client_as(adopted.officer).read(address(adopted))
    for _time in range(2):
        page.press("Compile from the adopted lists")
    newest = records.in_preparation(adopted.session, adopted.phase.id)
    assert newest is not None and newest.number == 1
