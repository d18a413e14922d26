"""The public page shows pairings, the nominal timetable and published summaries; nothing else."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from reviewmech.records import database
from reviewmech.records.people import Person
from reviewmech.records.public import public_reviews
from reviewmech.rules.mechanism import Paper, Readership, Shown, Switch
from reviewmech.rules.steps import Step
from tests.actions.test_summaries import all_clear, an_item, compiled, consent, issue
from tests.cast import Cast
from tests.reading import Reader

ClientAs = Callable[[Person], Reader]


def published(cast: Cast) -> None:
    an_item(cast, cast.untoc, "A gap.")
    cast.put(Step.SUMMARY)
    summary = compiled(cast)
    consent(cast, summary)
    all_clear(cast, summary)
    issue(cast, summary)


def test_anybody_reads_who_reviews_whom_and_when(cast: Cast, anyone: Reader) -> None:
    page = anyone.read("/")
    assert "Organized Crime Convention: Belmora and Cordania" in page
    assert "Trafficking in Persons Protocol: Belmora" in page
    assert "1 January 2027 to 31 December 2028" in page
    assert "No summary has been published yet." in page


def test_the_states_stand_in_the_order_of_their_names(cast: Cast, anyone: Reader) -> None:
    rows = anyone.read("/").soup.select("tbody th")
    assert [row.get_text(" ", strip=True).split()[0] for row in rows] == ["Arcadia", "Delmar"]


def test_no_due_date_and_nobody_is_named(cast: Cast, anyone: Reader) -> None:
    cast.untoc.due_on = date(2027, 7, 15)
    cast.session.commit()
    words = str(anyone.read("/").soup.find("main"))
    assert "Arcadia" in words and "July" not in words
    people = [cast.officer]
    for nation in (cast.arcadia, cast.belmora, cast.cordania, cast.delmar):
        people += [nation.focal_point, nation.expert, nation.observer]
    assert not any(person.name in words or person.address in words for person in people)


def test_the_page_is_the_same_whatever_step_a_review_has_reached(
    cast: Cast, anyone: Reader
) -> None:
    pages = []
    for step in Step:
        cast.put(step)
        pages.append(str(anyone.read("/").soup.find("main")))
    assert len(set(pages)) == 1


def test_the_step_is_public_only_by_the_switch(cast: Cast) -> None:
    assert {phase.step for review in public_reviews(cast.session) for phase in review.phases} == {
        None
    }
    around = database.surroundings(cast.session)
    switches = {**around.mechanism.switches, Switch.PUBLIC_STEP: True}
    mechanism = replace(around.mechanism, switches=switches)
    cast.session.info["surroundings"] = replace(around, mechanism=mechanism)
    [phase] = public_reviews(cast.session)[0].phases
    assert phase.step is Step.SELF_ASSESSMENT


def test_pairings_are_public_only_as_the_mechanism_says(cast: Cast) -> None:
    around = database.surroundings(cast.session)
    paper = around.mechanism.papers[Paper.PAIRING]
    paper = replace(paper, shown={**paper.shown, Readership.PUBLIC: Shown.NEVER})
    papers = {**around.mechanism.papers, Paper.PAIRING: paper}
    mechanism = replace(around.mechanism, papers=papers)
    cast.session.info["surroundings"] = replace(around, mechanism=mechanism)
    assert [review.pairing for review in public_reviews(cast.session)] == [{}, {}]


def test_a_published_summary_is_downloaded_by_anybody(cast: Cast, anyone: Reader) -> None:
    published(cast)
    page = anyone.read("/")
    assert "Executive summary: Arcadia" in page and "CTOC/2027/1" in page
    address = page.links()["PDF"]
    answer = anyone.get(address)
    assert (answer.data, answer.mimetype) == (b"%PDF", "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")


def test_an_issued_summary_without_consent_is_not_there(cast: Cast, anyone: Reader) -> None:
    an_item(cast, cast.untoc, "A gap.")
    cast.put(Step.SUMMARY)
    summary = compiled(cast)
    all_clear(cast, summary)
    issue(cast, summary)
    assert "CTOC/2027/1" not in anyone.read("/")
    anyone.read("/papers/CTOC_2027_1/pdf", 404)


@pytest.mark.parametrize("address", ["CTOC_2027_1/exe", "CTOC_2027_2/pdf", "../pdf", "%00/pdf"])
def test_an_unknown_paper_is_not_found(cast: Cast, anyone: Reader, address: str) -> None:
    published(cast)
    anyone.read(f"/papers/{address}", 404)


def test_an_empty_installation_says_what_will_stand_here(anyone: Reader) -> None:
    page = anyone.read("/")
    assert "No review has been opened yet." in page
    assert "No summary has been published yet." in page


def test_people_signed_in_read_the_same_page(cast: Cast, client_as: ClientAs) -> None:
    assert "Belmora and Cordania" in client_as(cast.delmar.expert).read("/")
