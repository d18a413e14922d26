"""The pages of the chain: what an observation rests on, and what came of an answer."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import render_template_string
from sqlalchemy import Connection

from reviewmech.records.chains import came_of
from reviewmech.records.observations import Observation
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.rules.steps import Step
from tests.actions.test_summaries import an_item, compiled
from tests.cast import Cast
from tests.reading import Reader
from tests.records.test_chains import ASKED, a_question, a_release, a_version, rest
from tests.web.test_statements import counted

ClientAs = Callable[[Person], Reader]

LAW = {
    "id": 1,
    "title": "Penal Code",
    "translated_title": "",
    "number": "12",
    "dated": "1999",
    "link": "https://example.org/code",
    "language": "en",
}
ANSWER = {"text": "Yes, since 1999.", "citations": [{"law": 1, "article": "7", "quotation": "Who"}]}


def answered(cast: Cast, number: int, value: dict[str, Any]) -> Version:
    version = a_version(cast, cast.untoc, number, **{ASKED.replace("-", "_"): value})
    version.laws = [LAW]
    cast.session.commit()
    return version


@pytest.fixture
def version(cast: Cast) -> Version:
    """Give a first version that cites a law, at the step of observations."""
    cast.put(Step.OBSERVATIONS)
    return answered(cast, 1, ANSWER)


@pytest.fixture
def item(cast: Cast, version: Version) -> Observation:
    """Give an observation that rests on an answer, a question and a feedback."""
    item = an_item(cast, cast.untoc, "The offence is narrow.")
    thread = a_question(cast, cast.belmora, version)
    release = a_release(cast, cast.cordania, version, a5="A good law.")
    rest(cast, item, version_id=version.id, question=ASKED, quote="since 1999")
    rest(cast, item, thread_id=thread.id)
    return rest(cast, item, release_id=release.id, article="5")


def of_observation(item: Observation) -> str:
    return f"/strands/{item.strand_id}/observations/{item.id}/chain"


def of_answer(cast: Cast, number: int = 1, question: str = ASKED) -> str:
    return f"/strands/{cast.untoc.id}/versions/{number}/answers/{question}/chain"


def test_an_observation_shows_what_it_rests_on_with_the_laws_cited(
    cast: Cast, item: Observation, client_as: ClientAs
) -> None:
    page = client_as(cast.arcadia.observer).read(of_observation(item))
    for words in (
        "The offence is narrow.",
        "Yes, since 1999.",
        "Penal Code",
        "Version 1, submitted on",
        "Supplementary question of Belmora",
        "Which courts?",
        "Asked on version 1.",
        "Written feedback of Cordania on article 5",
        "A good law.",
    ):
        assert words in page, words
    assert [quote.get_text() for quote in page.soup.select("blockquote")] == ["since 1999"]
    assert page.links()["Penal Code, 12, 1999"] == "https://example.org/code"


def test_every_link_of_the_chain_leads_somewhere(
    cast: Cast, item: Observation, client_as: ClientAs
) -> None:
    cast.put(Step.SUMMARY)
    compiled(cast)
    reader = client_as(cast.belmora.expert)
    for address in (of_observation(item), of_answer(cast)):
        page = reader.read(address)
        main = page.soup.find("main")
        assert main is not None
        links = [link["href"] for link in main.find_all("a", href=True)]
        for link in links:
            if link.startswith("/"):
                reader.read(link.partition("#")[0])


def test_an_answer_that_changed_since_says_so_and_the_link_stays_where_it_was(
    cast: Cast, item: Observation, client_as: ClientAs
) -> None:
    answered(cast, 2, {"text": "In part."})
    answered(cast, 3, {"text": "In part, now."})
    page = client_as(cast.belmora.expert).read(of_observation(item))
    assert "Yes, since 1999." in page and "In part" not in page
    changed = page.links()["The answer has changed since: version 3"]
    assert changed.endswith(f"/versions/3/5#question-{ASKED}")


def test_an_answer_shows_what_came_of_it_and_on_which_version(
    cast: Cast, item: Observation, client_as: ClientAs
) -> None:
    cast.put(Step.SUMMARY)
    compiled(cast)
    page = client_as(cast.cordania.expert).read(of_answer(cast))
    for words in (
        "Supplementary question of Belmora on version 1",
        "Observation 1 agreed on version 1",
        "Paragraph of the summary in preparation on version 1",
        "On article 5 as a whole Written feedback of Cordania on version 1",
    ):
        assert words in page, words


def test_nothing_came_of_an_answer_is_said_in_words(
    cast: Cast, version: Version, client_as: ClientAs
) -> None:
    assert "Nothing has come of it yet." in client_as(cast.arcadia.expert).read(of_answer(cast))


def test_the_chain_tells_no_drafts_and_strangers_see_none(
    cast: Cast, item: Observation, version: Version, client_as: ClientAs
) -> None:
    before = client_as(cast.arcadia.expert).read(of_answer(cast)).text
    draft = a_question(cast, cast.belmora, version, is_sent=False)
    for person in (cast.arcadia.expert, cast.cordania.focal_point, cast.officer):
        page = client_as(person).read(of_answer(cast))
        assert draft.key not in str(page.soup)
        assert page.text.count("Supplementary question") == before.count("Supplementary question")
    for address in (of_answer(cast), of_observation(item)):
        client_as(cast.delmar.expert).read(address, 404)


def test_what_is_not_there_is_not_found(
    cast: Cast, item: Observation, version: Version, client_as: ClientAs
) -> None:
    reader = client_as(cast.belmora.expert)
    reader.read(of_answer(cast, 2), 404)
    reader.read(of_answer(cast, 1, "no-such-question"), 404)
    reader.read(f"/strands/{cast.untoc.id}/observations/999/chain", 404)
    cast.tip.step = Step.OBSERVATIONS
    cast.session.commit()
    reader.read(f"/strands/{cast.tip.id}/observations/{item.id}/chain", 404)


def test_before_the_step_a_chain_is_not_open(
    cast: Cast, item: Observation, version: Version, client_as: ClientAs
) -> None:
    cast.put(Step.FEEDBACK)
    client_as(cast.belmora.expert).read(of_observation(item), 403)
    page = client_as(cast.belmora.expert).read(of_answer(cast))
    assert "Observation" not in page and "Supplementary question of Belmora" in page


def test_the_margin_says_what_came_of_an_answer_and_nothing_when_nothing_did(
    cast: Cast, item: Observation, client_as: ClientAs
) -> None:
    reader = client_as(cast.belmora.expert)
    reader.read("/desk")
    found = came_of(cast.session, cast.untoc, "5", [ASKED], cast.acting(cast.belmora.expert))
    template = (
        '{% from "chain/came_of_it.html" import came_of_it with context %}'
        "{{ came_of_it(strand, found, version) }}"
    )

    def margin(found: object, version: int) -> str:
        with reader.application.test_request_context():
            given = {"strand": cast.untoc, "found": found, "version": version}
            return " ".join(render_template_string(template, **given).split())

    assert margin([], 1) == margin(None, 1) == ""
    assert "What came of it" in margin(found[ASKED], 1)
    assert "on version" not in margin(found[ASKED], 1)
    assert "on version 1" in margin(found[ASKED], 2)


def test_a_long_chain_needs_few_statements(
    cast: Cast,
    item: Observation,
    version: Version,
    client_as: ClientAs,
    connection: Connection,
) -> None:
    for nation in (cast.belmora, cast.cordania):
        for number in range(2, 6):
            release = a_release(cast, nation, version, number=number, a5="More.")
            rest(cast, item, release_id=release.id, article="5")
            rest(cast, item, thread_id=a_question(cast, nation, version).id)
    reader = client_as(cast.arcadia.expert)
    for address in (of_observation(item), of_answer(cast)):
        reader.get(address)
        with counted(connection) as sent:
            assert reader.get(address).status_code == 200
        assert len(sent) <= 12, "\n".join(sent)


def test_beside_a_submitted_answer_stands_the_way_to_all_that_came_of_it(
    cast: Cast, item: Observation, client_as: ClientAs
) -> None:
    reader = client_as(cast.cordania.observer)
    page = reader.read(f"/strands/{cast.untoc.id}/versions/1/5")
    links = [link["href"] for link in page.soup.select(".came-title a")]
    assert links == [of_answer(cast)]
    assert "What came of an answer" in reader.read(str(links[0]))
