"""The dossier for somebody new: from what they may read alone, as a page and as a Word file."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from zipfile import ZipFile

from sqlalchemy.orm import Session

from reviewmech.actions.observations import propose_observation, take_position
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import ObservationKind, Stance
from tests.actions.test_meetings import meet
from tests.cast import Cast
from tests.drafts import save
from tests.reading import Page, Reader

SignIn = Callable[[Person], Reader]


def address(cast: Cast) -> str:
    return f"/reviews/{cast.review.id}/dossier"


def part(page: Page, name: str) -> str:
    found = page.soup.find("section", attrs={"aria-labelledby": name})
    return " ".join(found.get_text(" ").split())


def words_of(reader: Reader, cast: Cast) -> str:
    """Return the words of the Word file."""
    answer = reader.get(address(cast) + ".docx")
    assert answer.status_code == 200 and "attachment" in answer.headers["Content-Disposition"]
    with ZipFile(BytesIO(answer.get_data())) as package:
        return package.read("word/document.xml").decode()


def test_it_says_where_the_review_stands_what_waits_and_what_is_next(
    cast: Cast, client_as: SignIn
) -> None:
    page = client_as(cast.arcadia.expert).read(address(cast))
    assert "Arcadia holds the pen since 11 January 2027" in part(page, "play")
    assert "Answer the questionnaire" in part(page, "waiting")
    assert "Until 1 July 2027, in 171 days" in part(page, "dates")
    assert "Nothing is settled yet" in part(page, "decisions")


def test_it_says_who_is_who_and_addresses_of_one_s_own_state_alone(
    cast: Cast, client_as: SignIn
) -> None:
    people = part(client_as(cast.belmora.expert).read(address(cast)), "people")
    assert "Arcadia (under review)" in people and "Olive Officer" in people
    assert cast.belmora.focal_point.address in people
    assert cast.arcadia.focal_point.address not in people
    assert cast.arcadia.focal_point.address in part(
        client_as(cast.officer).read(address(cast)), "people"
    )


def test_what_was_agreed_in_meetings_is_among_the_decisions(cast: Cast, client_as: SignIn) -> None:
    first = meet(cast, cast.arcadia.focal_point, agreed="In March.", next_dates="3 March")
    meet(cast, cast.arcadia.focal_point, agreed="In April.", next_dates="5 April", replaces=first)
    page = client_as(cast.belmora.expert).read(address(cast))
    assert "In April." in part(page, "decisions") and "5 April" in part(page, "dates")
    assert "In March." not in page


def test_it_tells_nothing_of_another_state_s_inside(
    cast: Cast, session: Session, client_as: SignIn
) -> None:
    save(cast, cast.untoc, "untoc-5-offence", {"choice": "yes"})
    for person in (cast.belmora.focal_point, cast.officer):
        page = client_as(person).read(address(cast))
        assert "An answer was saved" not in page


def test_a_reviewing_state_reads_of_its_own_strands_alone(
    cast: Cast, session: Session, client_as: SignIn
) -> None:
    cast.tip.step = Step.OBSERVATIONS
    session.commit()
    actor = cast.acting(cast.belmora.expert)
    given = {"kind": ObservationKind.GAP, "article": "5", "text": "There is little practice."}
    propose_observation(session, actor, cast.tip, **given)
    page = client_as(cast.cordania.expert).read(address(cast))
    assert "Trafficking" not in page and "Observations:" not in page
    page = client_as(cast.belmora.expert).read(address(cast))
    assert "Observations: 1, of which 0 agreed." in part(page, "play")
    assert "1 position taken ad referendum in your State waits" in part(page, "waiting")
    assert "Trafficking" not in words_of(client_as(cast.cordania.expert), cast)


def test_it_counts_the_observations_that_are_agreed(
    cast: Cast, session: Session, client_as: SignIn
) -> None:
    strand = cast.put(Step.OBSERVATIONS)
    chief = cast.acting(cast.belmora.focal_point)
    given = {"kind": ObservationKind.GAP, "article": "5"}
    items = [propose_observation(session, chief, strand, text=text, **given) for text in "AB"]
    play = part(client_as(cast.belmora.expert).read(address(cast)), "play")
    assert "Observations: 2, of which 0 agreed." in play
    for nation in (cast.arcadia, cast.cordania):
        take_position(
            session,
            cast.acting(nation.focal_point),
            strand,
            observation=items[0],
            wording=items[0].wording.id,
            stance=Stance.AGREES,
        )
    for person in (cast.belmora.expert, cast.arcadia.observer, cast.officer):
        play = part(client_as(person).read(address(cast)), "play")
        assert "Observations: 2, of which 1 agreed." in play


def test_the_word_file_says_what_the_page_says_and_its_links_lead_home(
    cast: Cast, client_as: SignIn
) -> None:
    meet(cast, cast.arcadia.focal_point, agreed="<b>In March</b> & later.")
    reader = client_as(cast.belmora.expert)
    words = words_of(reader, cast)
    assert "&lt;b&gt;In March&lt;/b&gt; &amp; later." in words
    assert "Dossier: review of Arcadia" in words


def test_strangers_find_none(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.delmar.expert)
    reader.read(address(cast), 404)
    assert reader.get(address(cast) + ".docx").status_code == 404


def test_it_is_read_in_arabic_from_right_to_left(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.belmora.expert)
    reader.get("/language/ar")
    assert reader.read(address(cast)).soup.html["dir"] == "rtl"
    assert "w:bidi" in words_of(reader, cast)
