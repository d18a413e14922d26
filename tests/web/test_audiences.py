"""What each audience would read, shown to those inside; and nothing confidential in any channel."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from reviewmech.actions.issuing import Format, prepare
from reviewmech.actions.observations import mark_confidential
from reviewmech.actions.passages import mark_passage
from reviewmech.actions.summaries import edit_paragraph
from reviewmech.records.observations import Observation
from reviewmech.records.people import Person
from reviewmech.records.summaries import Issue, Paragraph, Summary, standing_digests
from reviewmech.rules.audiences import places
from reviewmech.rules.mechanism import Paper, Readership, Shown
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Outcome
from tests.actions.test_summaries import (
    DAY,
    all_clear,
    an_item,
    clear,
    compiled,
    consent,
    edit,
    issue,
    seen,
    standing,
    texts,
)
from tests.cast import Cast
from tests.conftest import Clock
from tests.pdfs import words_of as words_of_pdf
from tests.reading import Reader

ClientAs = Callable[[Person], Reader]

SECRETS = ("Norham", "bribed", "Everything here", "secret register")


@pytest.fixture
def adopted(cast: Cast) -> Cast:
    """Give an adopted list of three: open, with a passage, and confidential as a whole."""
    an_item(cast, cast.untoc, "The offence is narrow.")
    an_item(
        cast,
        cast.untoc,
        "Courts are slow. Two judges were bribed in Norham. Training is planned.",
        outcome=Outcome.WITH_STATEMENT,
        statement="That judges were bribed in Norham is not proven. We work on it.",
        statement_by_id=cast.arcadia.state.id,
    )
    an_item(cast, cast.untoc, "Everything here rests on the secret register.")
    an_item(cast, cast.untoc, "Cooperation is quick.")
    cast.put(Step.SUMMARY)
    return cast


def items(cast: Cast) -> list[Observation]:
    found = cast.session.query(Observation).filter_by(strand_id=cast.untoc.id)
    return list(found.order_by(Observation.number))


def mark(cast: Cast, item: Observation, words: str, off: bool = False) -> None:
    mark_passage(
        cast.session,
        cast.acting(cast.arcadia.focal_point),
        cast.untoc,
        observation=item,
        wording=item.wording.id,
        spans=places(item.wording.text, words),
        is_confidential=not off,
    )


def withhold(cast: Cast) -> None:
    """Mark what is secret."""
    _open, courts, register, _quick = items(cast)
    mark(cast, courts, "judges were bribed in Norham")
    mark(cast, courts, "Two")
    mark_confidential(
        cast.session,
        cast.acting(cast.arcadia.focal_point),
        cast.untoc,
        observation=register,
        is_confidential=True,
    )


def in_list(cast: Cast, audience: str = "") -> str:
    return f"/strands/{cast.untoc.id}/observations/audiences?as={audience}"


def in_summary(cast: Cast, audience: str = "") -> str:
    return f"/phases/{cast.phase.id}/summary/audiences?as={audience}"


def words_of(reader: Reader, address: str) -> str:
    """Return the words of a page, without the margin that says what is left out."""
    page = reader.read(address)
    for margin in page.soup.select(".margin"):
        margin.decompose()
    return page.text


def test_beyond_the_review_the_list_closes_up(adopted: Cast, client_as: ClientAs) -> None:
    withhold(adopted)
    reader = client_as(adopted.arcadia.focal_point)
    for audience in ("states-parties", "public"):
        words = words_of(reader, in_list(adopted, audience))
        assert "Courts are slow. Training is planned." in words
        assert not any(secret in words for secret in SECRETS)
        assert [f"Observation {number}:" in words for number in (1, 2, 3, 4)] == [
            True,
            True,
            True,
            False,
        ]
        assert "Observation 3: gap or challenge Article 5, paragraph 1 Cooperation is" in words


def test_inside_the_review_everything_is_read_and_marked(
    adopted: Cast, client_as: ClientAs
) -> None:
    withhold(adopted)
    for person in (adopted.belmora.observer, adopted.officer, adopted.arcadia.expert):
        page = client_as(person).read(in_list(adopted, "review"))
        assert all(secret in page for secret in SECRETS)
        assert "Observation 4:" in page
        said = [each.get_text() for each in page.soup.select("mark.confidential")]
        assert said == ["Two judges were bribed in Norham"]


def test_the_margin_says_what_this_audience_does_not_read(
    adopted: Cast, client_as: ClientAs
) -> None:
    withhold(adopted)
    page = client_as(adopted.belmora.expert).read(in_list(adopted, "public"))
    assert "Left out here: Two judges were bribed in Norham" in page
    assert "Not read by this audience Observation 3" in page
    assert "Only by consent of Arcadia it is read by: the public." in page


def test_no_preview_for_strangers_or_before_there_is_a_list(
    cast: Cast, client_as: ClientAs
) -> None:
    client_as(cast.arcadia.focal_point).read(in_list(cast), 403)
    cast.put(Step.OBSERVATIONS)
    client_as(cast.delmar.expert).read(in_list(cast), 404)
    page = client_as(cast.arcadia.focal_point).read(in_list(cast, "nobody"))
    assert "This audience reads nothing of it." in page
    client_as(cast.arcadia.focal_point).read(in_summary(cast), 403)


def test_what_an_audience_never_reads_is_not_shown_as_read(
    adopted: Cast, client_as: ClientAs
) -> None:
    around = adopted.session.info["surroundings"]
    paper = around.mechanism.papers[Paper.LIST]
    paper = replace(paper, shown={**paper.shown, Readership.PUBLIC: Shown.NEVER})
    mechanism = replace(around.mechanism, papers={**around.mechanism.papers, Paper.LIST: paper})
    client = client_as(adopted.arcadia.expert)
    client.application.extensions["surroundings"] = replace(around, mechanism=mechanism)
    words = words_of(client, in_list(adopted, "public"))
    assert "It is never read by: the public." in words and "The offence" not in words


def test_a_summary_is_compiled_without_what_is_confidential(
    adopted: Cast, client_as: ClientAs, clock: Clock
) -> None:
    withhold(adopted)
    clock.forward(minutes=1)
    summary = compiled(adopted)
    said = "\n".join(texts(adopted, summary))
    assert not any(secret in said for secret in SECRETS)
    assert "Courts are slow. Training is planned (article 5, paragraph 1)." in said.replace(
        "\u00a0", " "
    )
    assert "Statement by Arcadia: That is not proven. We work on it." in said
    assert not any(secret in each.kept for each in standing(adopted, summary) for secret in SECRETS)


def test_a_mark_made_later_takes_the_words_out_and_clearances_begin_again(
    adopted: Cast, clock: Clock
) -> None:
    summary = compiled(adopted)
    clear(adopted, adopted.belmora, summary)
    before = seen(adopted, summary)
    clock.forward(minutes=1)
    withhold(adopted)
    said = "\n".join(texts(adopted, summary))
    assert not any(secret in said for secret in SECRETS)
    assert "Courts are slow. Training is planned" in said
    assert seen(adopted, summary) != before
    mark(adopted, items(adopted)[1], "Two judges were bribed in Norham", off=True)
    assert "Two judges were bribed in Norham." in "\n".join(texts(adopted, summary))


def test_the_digest_read_alone_is_that_of_the_text_as_it_stands(
    adopted: Cast, clock: Clock
) -> None:
    summary = compiled(adopted)
    clock.forward(minutes=1)
    withhold(adopted)
    assert standing_digests(adopted.session, [summary.id])[summary.id] == seen(adopted, summary)


def the_paragraph(cast: Cast, summary: Summary, words: str) -> Paragraph:
    return next(each for each in standing(cast, summary) if words in each.text)


def test_a_paragraph_that_was_edited_loses_the_words_too_and_is_to_be_read(
    adopted: Cast, client_as: ClientAs, clock: Clock
) -> None:
    summary = compiled(adopted)
    paragraph = the_paragraph(adopted, summary, "Courts are slow")
    edit(adopted, adopted.belmora, paragraph, "In Norham two judges were\nbribed in Norham, twice.")
    clock.forward(minutes=1)
    mark(adopted, items(adopted)[1], "were bribed in Norham")
    mark(adopted, items(adopted)[1], "Training is planned")
    assert paragraph.text == "In Norham two judges, twice."
    page = client_as(adopted.arcadia.focal_point).read(in_summary(adopted))
    assert "“Training is planned” was not found in it word for word." in page


def test_nobody_saves_confidential_words_back_by_editing(
    adopted: Cast, client_as: ClientAs, clock: Clock
) -> None:
    summary = compiled(adopted)
    clock.forward(minutes=1)
    withhold(adopted)
    paragraph = the_paragraph(adopted, summary, "Courts are slow")
    address = f"/phases/{adopted.phase.id}/summary/paragraphs/{paragraph.id}"
    page = client_as(adopted.belmora.expert).read(address)
    assert not any(secret in str(page.soup) for secret in SECRETS)
    page.press("Save for")
    assert paragraph.number == 1
    page.reader.read(address).press("Save for", text="Courts are very slow.")
    assert paragraph.kept == "Courts are very slow."
    edit_paragraph(
        adopted.session,
        adopted.acting(adopted.belmora.expert),
        adopted.phase,
        paragraph=paragraph,
        number=2,
        text="Two judges were bribed in Norham.",
    )
    assert not any(secret in each for each in texts(adopted, summary) for secret in SECRETS)


def published(cast: Cast) -> Issue:
    """Issue the summary as its page does: its files made of the text that stands."""
    summary = compiled(cast)
    withhold(cast)
    consent(cast, summary)
    all_clear(cast, summary)
    digest = seen(cast, summary)
    files = prepare(cast.session, summary, digest=digest, symbol="CTOC/2027/1", dated=DAY)
    return issue(cast, summary, files=files)


def in_words(form: Format, content: bytes) -> str:
    """Return everything a file says, its properties and all."""
    if form is Format.MARKDOWN:
        return content.decode()
    if form is Format.PDF:
        return words_of_pdf(content)
    with zipfile.ZipFile(io.BytesIO(content)) as word:
        parts = [word.read(name).decode("utf-8", "replace") for name in word.namelist()]
    return re.sub("<[^>]*>", "", "\n".join(parts)) + "\n".join(parts)


def test_nothing_confidential_leaves_by_any_channel(
    adopted: Cast, client_as: ClientAs, anyone: Reader
) -> None:
    made = published(adopted)
    for form in Format:
        public = anyone.get(f"/papers/CTOC_2027_1/{form}")
        assert public.status_code == 200
        inside = client_as(adopted.belmora.expert).get(
            f"/phases/{adopted.phase.id}/summary/issued/{made.id}/{form}"
        )
        assert inside.data == public.data
        said = in_words(form, public.data)
        assert "Courts are slow" in " ".join(said.split())
        for secret in SECRETS:
            assert secret not in said, (form, secret)
            assert secret not in str(public.headers), (form, secret)
    everybody = anyone.read("/")
    assert not any(secret in str(everybody.soup) for secret in SECRETS)


def test_pages_of_the_review_beside_the_list_tell_no_confidential_words(
    adopted: Cast, client_as: ClientAs
) -> None:
    published(adopted)
    reader = client_as(adopted.belmora.expert)
    strand, phase, review = adopted.untoc.id, adopted.phase.id, adopted.review.id
    for address in (
        "/desk",
        f"/reviews/{review}",
        f"/reviews/{review}/journal",
        f"/phases/{phase}/summary",
        f"/strands/{strand}/observations/audiences?as=states-parties",
    ):
        answer = reader.get(address)
        assert answer.status_code == 200, address
        page = BeautifulSoup(answer.data, "html.parser")
        for margin in page.select(".margin"):
            margin.decompose()
        said = str(page) + str(answer.headers)
        assert not any(secret in said for secret in SECRETS), address


def test_numbers_leave_no_gap(adopted: Cast) -> None:
    made = published(adopted)
    store = adopted.session.info["surroundings"].store
    words = store.get(made.markdown.sha256).decode()
    numbered = [
        int(line.partition("\\.")[0])
        for line in words.split("\n")
        if line.partition("\\.")[0].isdigit()
    ]
    assert numbered == list(range(1, len(numbered) + 1))


def test_a_state_out_of_scope_previews_no_summary(cast: Cast, client_as: ClientAs) -> None:
    an_item(cast, cast.tip, "A secret register.")
    cast.tip.step = Step.SUMMARY
    cast.session.commit()
    compiled(cast)
    client_as(cast.cordania.expert).read(in_summary(cast), 403)
    assert "register" in client_as(cast.belmora.expert).read(in_summary(cast))


def test_the_preview_says_that_consent_is_missing(adopted: Cast, client_as: ClientAs) -> None:
    summary = compiled(adopted)
    reader = client_as(adopted.arcadia.focal_point)
    assert "Arcadia has not consented to this text." in reader.read(in_summary(adopted, "public"))
    consent(adopted, summary)
    page = reader.read(in_summary(adopted, "public"))
    assert "has not consented" not in page and "The offence is narrow" in page


def test_a_long_list_is_read_page_by_page_and_counted_on(cast: Cast, client_as: ClientAs) -> None:
    for number in range(52):
        an_item(cast, cast.untoc, f"Gap {number}.", is_confidential=number == 0)
    cast.put(Step.OBSERVATIONS)
    reader = client_as(cast.arcadia.expert)
    page = reader.read(in_list(cast, "public"))
    assert "Observation 50:" in page and "Observation 51:" not in page
    page = page.follow("51 to 51")
    assert "Observation 51: gap" in page and "Gap 51." in page and "Gap 50." not in page
    for odd in ("0", "99", "x", "²"):
        assert "Observation" in reader.read(in_list(cast, "public") + f"&page={odd}")
