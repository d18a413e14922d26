"""The register of needs: the secretariat's, from what was submitted, ordered by name alone."""

from collections.abc import Callable
from typing import Any

from reviewmech.actions.responses import save_answer
from reviewmech.actions.submission import submit_response
from reviewmech.records import responses
from reviewmech.records.people import Person
from reviewmech.records.reviews import Strand
from reviewmech.rules.questionnaire import Kind
from tests.cast import Cast
from tests.reading import Reader

SignIn = Callable[[Person], Reader]


def name_needs(cast: Cast, strand: Strand, *needs: dict[str, Any], started_from: int = 0) -> None:
    asked = responses.questionnaire(cast.session, strand.edition_id).questions
    question = next(each.id for each in asked if each.kind is Kind.ASSISTANCE)
    save_answer(
        cast.session,
        cast.acting(cast.arcadia.expert),
        strand,
        question=question,
        value={"needs": list(needs)} if needs else {"none": True},
        started_from=started_from,
        language="en",
    )


def submit(cast: Cast, strand: Strand) -> None:
    submit_response(cast.session, cast.acting(cast.arcadia.focal_point), strand, language="en")


JUDGES = {"type": "training", "what": "Courses for judges", "priority": "high", "article": "5"}
SCANNERS = {"type": "equipment", "what": "Scanners", "received": "Two", "provider": "Belmora"}


def test_only_submitted_needs_are_registered(cast: Cast, client_as: SignIn) -> None:
    name_needs(cast, cast.untoc, JUDGES, SCANNERS)
    page = client_as(cast.officer).read("/needs")
    assert "No State has submitted a need yet" in page and "Courses" not in page
    submit(cast, cast.untoc)
    page = client_as(cast.officer).read("/needs")
    for words in ("Arcadia", "Training", "Courses for judges", "High", "Two", "From Belmora"):
        assert words in page, words
    assert "Scanners" in page.follow("Arcadia")


def test_the_newest_version_counts(cast: Cast, client_as: SignIn) -> None:
    name_needs(cast, cast.untoc, JUDGES)
    submit(cast, cast.untoc)
    name_needs(cast, cast.untoc, started_from=1)
    submit(cast, cast.untoc)
    assert "Courses" not in client_as(cast.officer).read("/needs")


def test_the_register_is_filtered_by_links(cast: Cast, client_as: SignIn) -> None:
    name_needs(cast, cast.untoc, JUDGES, SCANNERS)
    submit(cast, cast.untoc)
    page = client_as(cast.officer).read("/needs").follow("Equipment")
    assert "Scanners" in page and "Courses" not in page
    page = client_as(cast.officer).read("/needs?instrument=TIP")
    assert "No State named such a need" in page
    assert "Courses" in page.follow("All instruments")


def test_nobody_but_the_secretariat_reads_the_register(cast: Cast, client_as: SignIn) -> None:
    name_needs(cast, cast.untoc, JUDGES)
    submit(cast, cast.untoc)
    for person in (cast.arcadia.focal_point, cast.belmora.focal_point, cast.delmar.focal_point):
        page = client_as(person).get("/needs")
        assert page.status_code in {403, 404} and b"Courses" not in page.data
