"""The pages of the written feedback, as each State and the secretariat reads them."""

from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.dialogue import draft_question, send_question
from reviewmech.actions.feedback import release_feedback, save_feedback
from reviewmech.records.attachments import Attachment
from reviewmech.records.clearances import keep_clearance
from reviewmech.records.consultation import Consultation
from reviewmech.records.database import now
from reviewmech.records.laws import NAMED_BY
from reviewmech.records.notes import NoteVerbale
from reviewmech.records.people import Person
from reviewmech.records.responses import Version, VersionAnswer
from reviewmech.records.reviews import Strand
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Clearing
from tests.cast import Cast, a_version
from tests.reading import Page, Reader, words_of
from tests.records.test_consultation import a_proposal

Client = Callable[[Person], Reader]
SECRET = "Between ourselves"


@pytest.fixture
def strand(cast: Cast, session: Session) -> Strand:
    """Give the strand of the Convention at the feedback step, with a version submitted."""
    strand = cast.put(Step.FEEDBACK)
    a_version(session, strand, {"choice": "in_part"})
    return strand


def of(strand: Strand) -> str:
    """Return the address of the feedback of a strand."""
    return f"/strands/{strand.id}/feedback"


def test_feedback_is_written_beside_the_answers_and_released(
    cast: Cast, client_as: Client, strand: Strand
) -> None:
    listed = client_as(cast.belmora.expert).read(of(strand))
    assert "empty" in listed and "Release to" not in " ".join(listed.buttons())
    page = listed.follow("Article 5")
    assert "Yes, in part" in page and "As Arcadia submitted it in version 1." in page
    saved = page.press("Save", measures="A *good* law.", challenges="Too few courts.")
    assert "Nobody outside your State can see it." in saved
    whole = client_as(cast.belmora.expert).read(f"{of(strand)}/whole")
    whole.press("Save", no_remarks="y")
    ready = client_as(cast.belmora.focal_point).read(of(strand))
    assert "written" in ready and "no remarks" in ready and "Focal Point" in ready
    released = ready.press("Release to Arcadia, Cordania and the secretariat")
    assert "can read it now" in released and "Belmora released its feedback" in released
    for person in (cast.arcadia.observer, cast.cordania.expert, cast.officer):
        page = client_as(person).read(of(strand))
        assert "Too few courts." in page and "No remarks." in page
        assert "Too few courts." in client_as(person).read(f"{of(strand)}/5")


def test_before_release_nobody_outside_sees_that_a_word_exists(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    others = (cast.arcadia.focal_point, cast.officer, cast.cordania.observer)
    readers = [client_as(person) for person in others]
    addresses = (of(strand), f"{of(strand)}/5", f"{of(strand)}/whole")

    def bodies() -> list[str]:
        return [reader.read(address).text for reader in readers for address in addresses]

    before = bodies()
    save_feedback(session, cast.acting(cast.belmora.expert), strand, article="5", measures=SECRET)
    draft_question(session, cast.acting(cast.belmora.expert), strand, article="5", text=SECRET)
    assert bodies() == before
    assert "No State has released its feedback yet." in before[0]


def test_another_reviewing_state_sees_its_own_alone(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    save_feedback(session, cast.acting(cast.belmora.expert), strand, article="5", measures=SECRET)
    page = client_as(cast.cordania.focal_point).read(of(strand))
    assert SECRET not in page
    assert words_of(page.soup.select("td .badge")) == ["not read", "empty", "not read", "empty"]
    assert SECRET not in client_as(cast.cordania.expert).read(f"{of(strand)}/5")


def test_what_is_written_after_a_release_waits_for_the_next(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    save_feedback(session, expert, strand, article="5", measures="First words.")
    release_feedback(session, cast.acting(cast.belmora.focal_point), strand)
    save_feedback(session, expert, strand, article="5", measures=SECRET, started_from=1)
    assert SECRET not in client_as(cast.arcadia.focal_point).read(of(strand))
    page = client_as(cast.belmora.focal_point).read(of(strand))
    assert "What was written since is not released." in page
    page.press("Release to")
    later = client_as(cast.arcadia.focal_point).read(of(strand))
    assert SECRET in later and "Release 2." in later and "First words." not in later


def test_what_is_released_and_unchanged_is_not_offered_for_release_again(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    expert, chief = cast.acting(cast.belmora.expert), client_as(cast.belmora.focal_point)
    save_feedback(session, expert, strand, article="5", measures="First words.")
    released = chief.read(of(strand)).press("Release to")
    for page in (released, chief.read(of(strand))):
        assert "Release to" not in " ".join(page.buttons())
        assert "Release the feedback" not in page
    save_feedback(session, expert, strand, article="5", measures="Second.", started_from=1)
    assert "Release to" in " ".join(chief.read(of(strand)).buttons())
    save_feedback(session, expert, strand, article="5", measures="First words.", started_from=2)
    assert "Release to" not in " ".join(chief.read(of(strand)).buttons())


def test_two_colleagues_on_one_article_both_find_their_words(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    opened = client_as(cast.belmora.focal_point).read(f"{of(strand)}/5")
    save_feedback(
        session, cast.acting(cast.belmora.expert), strand, article="5", measures="Expert words"
    )
    page = opened.press("Save", status=409, measures="My own words", successes="Mine too")
    for words in ("Expert words", "My own words", "Mine too", "Saved by Expert of Belmora"):
        assert words in page
    saved = page.press("Save", measures="Both words")
    assert "Saved." in saved and "Both words" in saved


def test_nothing_typed_is_lost_when_feedback_is_refused(
    cast: Cast, client_as: Client, strand: Strand
) -> None:
    page = client_as(cast.belmora.expert).read(f"{of(strand)}/5")
    both = page.press("Save", status=422, measures="A law.", no_remarks="y")
    assert "Either write on this article or say" in both and "A law." in both
    assert both.soup.select_one("#no_remarks[checked]")
    assert "Write something" in page.press("Save", status=422)
    long = page.press("Save", status=422, challenges="x" * 100_001, measures="Kept.")
    assert "the limit is" in long and "Kept." in long
    unseen = page.press("Save", status=422, measures="A\u202e law.")
    assert "signs that nobody can see" in unseen and "A law." in unseen
    page.press("Save", status=422, measures="A law.", language="xx")
    page.press("Save", status=422, measures="A law.", started_from="soon")


def test_an_empty_release_names_the_articles_taken(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    session.add(
        Consultation(
            strand_id=strand.id,
            number=1,
            languages=["en"],
            division={"5": [cast.cordania.state.id]},
            is_drafting_shared=False,
            remarks="",
            proposed_at=now(session),
        )
    )
    session.commit()
    page = client_as(cast.belmora.focal_point).read(of(strand))
    empties = page.soup.select("section[aria-labelledby=release-title] ul a")
    assert [link.get_text() for link in empties] == ["This part as a whole"]
    refused = page.press("Release to", status=422)
    assert "Nothing is written yet" in refused and "taken: This part as a whole." in refused


def test_a_release_of_words_not_seen_is_refused(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    save_feedback(session, expert, strand, article="5", measures="A law.")
    page = client_as(cast.belmora.focal_point).read(of(strand))
    save_feedback(session, expert, strand, article="5", measures="Hasty.", started_from=1)
    again = page.press("Release to", status=409)
    assert "changed the feedback after you opened this page" in again and "Hasty." in again
    assert "can read it now" in again.press("Release to")


def test_the_secretariat_records_a_release_from_a_note_verbale(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    save_feedback(session, cast.acting(cast.belmora.expert), strand, article="5", measures=SECRET)
    assert "Record the note first" in client_as(cast.officer).read(of(strand))
    for nation in (cast.belmora, cast.cordania):
        session.add(
            NoteVerbale(
                state_id=nation.state.id,
                reference=f"NV of {nation.state}",
                dated=date(2027, 1, 4),
                recorded_at=now(session),
            )
        )
    session.commit()
    page = client_as(cast.officer).read(of(strand))
    assert SECRET not in page
    options = {option.get_text(): option["value"] for option in page.soup.select("#note option")}
    belmora = next(value for words, value in options.items() if words.startswith("Belmora"))
    cordania = next(value for words, value in options.items() if words.startswith("Cordania"))
    page.press("Record the release", status=422, note="0")
    recorded = page.press("Record the release", note=belmora, received="As our note says.")
    assert SECRET not in recorded and "By note verbale NV of Belmora." in recorded
    last = recorded.press("Record the release", note=cordania)
    assert "No remarks." in last or "without remarks" in last
    session.refresh(strand)
    assert strand.step is Step.OBSERVATIONS
    assert "Record the release" not in last.buttons()


def test_an_article_leads_to_its_questions_and_to_a_new_one(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    send_question(
        session,
        cast.acting(cast.cordania.focal_point),
        strand,
        article="5",
        question="untoc-5-offence",
        text="Which courts?",
    )
    page = client_as(cast.belmora.expert).read(f"{of(strand)}/5")
    assert "Which courts?" in page.follow("Which courts?")
    asking = page.follow("Ask a supplementary question on this answer : Offence of participation")
    chosen = asking.soup.select_one("option[selected]")
    assert chosen is not None and chosen["value"] == "untoc-5-offence"
    assert "Which courts?" in client_as(cast.arcadia.expert).read(f"{of(strand)}/5")


def test_one_goes_from_article_to_article(cast: Cast, client_as: Client, strand: Strand) -> None:
    page = client_as(cast.belmora.expert).read(f"{of(strand)}/5")
    last = page.follow("Next This part as a whole")
    assert last.path.endswith("/whole")
    assert last.follow("Previous 5").path.endswith("/5")
    client_as(cast.belmora.expert).read(f"{of(strand)}/99", status=404)


def test_a_response_received_as_a_document_is_linked(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    file = Attachment(
        sha256="0" * 64,
        name="reply.pdf",
        media_type="application/pdf",
        size=1,
        kept_at=now(session),
    )
    session.add(file)
    session.flush()
    session.query(Version).update({"file_id": file.id})
    session.commit()
    page = client_as(cast.belmora.expert).read(f"{of(strand)}/5")
    assert "Download “reply.pdf”" in page.links()
    assert "Yes, in part" not in page


def test_strangers_and_states_out_of_scope_find_nothing(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    cast.tip.step = Step.FEEDBACK
    session.commit()
    for person, where in ((cast.delmar.focal_point, strand), (cast.cordania.expert, cast.tip)):
        for address in (of(where), f"{of(where)}/5"):
            client_as(person).read(address, status=404)


def test_who_may_not_write_is_offered_nothing(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    save_feedback(session, cast.acting(cast.belmora.expert), strand, article="5", measures="Law.")
    observer = client_as(cast.belmora.observer).read(f"{of(strand)}/5")
    assert "Law." in observer and "Save" not in observer.buttons()
    for person in (cast.arcadia.focal_point, cast.officer):
        reader = client_as(person)
        page = reader.read(f"{of(strand)}/5")
        assert "feedback on this article" not in page
        token = page.soup.find("input", attrs={"name": "csrf_token"})
        assert token is not None
        reader.send(f"{of(strand)}/5", {"csrf_token": token["value"]}, status=403)
        reader.send(of(strand), {"csrf_token": token["value"]}, status=403)


def test_in_the_consultation_step_only_reviewing_states_open_the_feedback(
    cast: Cast, client_as: Client, strand: Strand
) -> None:
    cast.put(Step.CONSULTATION)
    page = client_as(cast.belmora.focal_point).read(of(strand))
    assert "Release to" not in " ".join(page.buttons())
    assert "Saved." in page.follow("Article 5").press("Save", measures="Early words.")
    client_as(cast.arcadia.focal_point).read(of(strand), status=403)
    client_as(cast.officer).read(of(strand), status=403)


def mine(page: Page) -> list[str]:
    """Return the articles of the list by their names in addresses."""
    return [str(box["value"]) for box in page.soup.select("td input, th input[name=articles]")]


def test_my_articles_are_those_the_division_gives_my_state(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    a_proposal(session, strand, division={"5": [cast.cordania.state.id]})
    page = client_as(cast.belmora.expert).read(of(strand))
    assert mine(page) == ["whole"]
    assert mine(page.follow("All articles")) == ["5", "whole"]
    assert mine(client_as(cast.cordania.expert).read(of(strand))) == ["5", "whole"]
    assert mine(client_as(cast.belmora.expert).read(f"{of(strand)}?show=nonsense")) == ["whole"]


def test_several_articles_are_marked_as_read_inside_my_state(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    others = [client_as(person) for person in (cast.arcadia.focal_point, cast.cordania.expert)]
    before = [reader.read(of(strand)).text for reader in others]
    page = client_as(cast.belmora.expert).read(of(strand))
    marked = page.press("Mark as read", articles=["5", "whole"])
    assert "Only your State's team can see what it has read." in marked
    assert words_of(marked.soup.select("td .badge")).count("read") == 2
    assert "Expert of Belmora" in client_as(cast.belmora.focal_point).read(of(strand))
    assert [reader.read(of(strand)).text for reader in others] == before
    assert mine(marked.follow("Not read yet")) == []
    back = marked.press("Mark as not read", articles=["5"])
    assert mine(back.follow("Not read yet")) == ["5"]


def submit_again(session: Session, strand: Strand, value: Any, **given: Any) -> Version:
    """Write a second version, with another answer to the question on the offence, or none."""
    first = session.scalars(select(VersionAnswer)).one()
    answers = [
        VersionAnswer(
            question=first.question, revision_id=first.revision_id, value=value, language="en"
        )
    ]
    made = Version(
        **{
            "strand_id": strand.id,
            "number": 2,
            "edition_id": strand.edition_id,
            "language": "en",
            "laws": [],
            "unanswered": [],
            "submitted_at": now(session),
            "answers": answers if value else [],
            **given,
        }
    )
    session.add(made)
    session.commit()
    return made


def read_all(reader: Reader, strand: Strand) -> None:
    """Mark the articles as read."""
    reader.read(of(strand)).press("Mark as read", articles=["5", "whole"])


def test_only_articles_that_a_newer_version_answers_otherwise_are_to_be_read_again(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    reader = client_as(cast.belmora.expert)
    read_all(reader, strand)
    submit_again(session, strand, {"choice": "yes"})
    page = reader.read(of(strand))
    assert words_of(page.soup.select("[data-label=Read] .badge")) == [
        "changed since it was read",
        "read",
    ]
    assert "Version 1 was read by Expert" in page
    assert mine(page.follow("Not read yet")) == ["5"]
    shown = page.follow("What changed since version 1")
    assert shown.soup.select_one("del").get_text() == "[taken out: Yes, in part end]"
    assert shown.soup.select_one("ins").get_text() == "[put in: Yes end]"
    for person in (cast.arcadia.observer, cast.officer):
        assert client_as(person).get(shown.path).status_code == 200
    assert client_as(cast.delmar.expert).get(shown.path).status_code == 404


def test_an_answer_that_is_there_no_more_or_is_new_is_a_change(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    reader = client_as(cast.belmora.expert)
    read_all(reader, strand)
    submit_again(session, strand, None)
    page = reader.read(of(strand))
    assert mine(page.follow("Not read yet")) == ["5"]
    assert "Yes, in part" in page.follow("What changed since version 1")
    read_all(reader, strand)
    assert mine(reader.read(of(strand)).follow("Not read yet")) == []
    submit_again(session, strand, {"choice": "no"}, number=3)
    assert mine(reader.read(of(strand)).follow("Not read yet")) == ["5"]


def test_other_files_and_amended_laws_are_changes_too(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    (given,) = session.scalars(select(VersionAnswer))
    cited = {"choice": "in_part", "citations": [{"law": 7, "article": "2", "quotation": ""}]}
    law = dict.fromkeys(NAMED_BY, "") | {"id": 7, "title": "Penal Code", "file": None}
    given.value, given.version.laws = cited, [law]
    session.commit()
    reader = client_as(cast.belmora.expert)
    read_all(reader, strand)
    second = submit_again(session, strand, cited, laws=[law | {"title": "Criminal Code"}])
    page = reader.read(of(strand))
    assert mine(page.follow("Not read yet")) == ["5"]
    assert "Criminal" in page.follow("What changed since version 1")
    second.laws = [law | {"link": "https://law.example.org/7"}]
    session.commit()
    page = reader.read(of(strand))
    assert "amended in its library since: Penal Code" in page.follow("What changed since version 1")
    second.laws = [law]
    session.commit()
    assert mine(reader.read(of(strand)).follow("Not read yet")) == []
    assert "Nothing changed" in reader.read(f"/strands/{strand.id}/versions/1/5/amended")
    file = {"question": "untoc-5-offence", "id": 1, "name": "act.pdf", "sha256": "a" * 64}
    second.files = [file | {"size": 1}]
    session.commit()
    page = reader.read(of(strand))
    assert mine(page.follow("Not read yet")) == ["5"]
    assert "act.pdf" in page.follow("What changed since version 1")


def test_a_document_that_takes_the_place_of_answers_is_to_be_read_as_a_whole(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    reader = client_as(cast.belmora.expert)
    read_all(reader, strand)
    given = {"sha256": "b" * 64, "name": "response.pdf", "media_type": "application/pdf"}
    file = Attachment(**given, size=1, kept_at=now(session))
    submit_again(session, strand, None, file=file)
    page = reader.read(of(strand))
    assert mine(page.follow("Not read yet")) == ["5", "whole"]
    assert "no answers to compare" in page.follow("What changed since version 1")


def test_what_is_read_still_can_be_marked_as_not_read(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    reader = client_as(cast.belmora.expert)
    read_all(reader, strand)
    submit_again(session, strand, {"choice": "yes"})
    page = reader.read(of(strand)).press("Mark as not read", articles=["whole"])
    assert mine(page.follow("Not read yet")) == ["5", "whole"]


def test_nothing_ticked_is_refused_with_a_sentence(
    cast: Cast, client_as: Client, strand: Strand
) -> None:
    page = client_as(cast.belmora.expert).read(of(strand))
    for button in ("Mark as read", "Mark as not read", "No remarks on these"):
        assert "Choose at least one article." in page.press(button, status=422)
    wrong = page.press("No remarks on these", status=422, articles=["5", "99"])
    assert "no such article" in wrong
    assert wrong.soup.select_one("input[value='5'][checked]")


def test_no_remarks_on_many_at_once_keep_what_is_written(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    page = client_as(cast.belmora.expert).read(of(strand))
    colleague = cast.acting(cast.belmora.focal_point)
    save_feedback(session, colleague, strand, article="5", measures="A law.")
    refused = page.press("No remarks on these", status=409, articles=["5", "whole"])
    assert "has written remarks on 5, so nothing was changed" in refused
    saved = refused.press("No remarks on these", articles=["whole"])
    assert "Saved: no remarks on 1 article." in saved
    assert words_of(saved.soup.select("td .badge")) == [
        "not read",
        "written",
        "not read",
        "no remarks",
    ]


def test_what_is_released_is_listed_as_released_until_it_is_changed(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    save_feedback(session, expert, strand, article="5", measures="A law.")
    save_feedback(session, expert, strand, article=[""], no_remarks=True)
    release_feedback(session, cast.acting(cast.belmora.focal_point), strand)
    listed = client_as(cast.belmora.expert).read(of(strand)).soup.select("td .badge.released")
    assert words_of(listed) == ["released", "released without remarks"]
    save_feedback(session, expert, strand, article="5", measures="Two.", started_from=1)
    listed = client_as(cast.belmora.expert).read(of(strand)).soup.select("td .badge.draft")
    assert words_of(listed) == ["written"]


def test_who_drafts_together_reads_the_draft_and_says_so_beside_the_button(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    a_proposal(session, strand, is_drafting_shared=True)
    for nation in (cast.arcadia, cast.belmora, cast.cordania):
        chief = cast.acting(nation.focal_point)
        keep_clearance(session, Clearing.CONSULTATION, strand.id, "1", nation.state.id, chief)
    draft_question(session, cast.acting(cast.belmora.expert), strand, article="5", text="Which?")
    page = client_as(cast.belmora.expert).read(f"{of(strand)}/5")
    assert "Cordania reads this draft too." in page
    saved = page.press("Save", measures=SECRET)
    assert "You draft together, so Cordania can read it too; nobody else can." in saved
    partner = client_as(cast.cordania.expert).read(f"{of(strand)}/5")
    assert SECRET in partner and "Which?" in partner and "Not sent; you draft together." in partner
    own = partner.soup.select_one("textarea[name=measures]")
    assert own is not None and SECRET not in own.get_text()
    for person in (cast.arcadia.focal_point, cast.officer):
        page = client_as(person).read(f"{of(strand)}/5")
        assert SECRET not in page and "Which?" not in page and "draft" not in page
    release_feedback(session, cast.acting(cast.belmora.focal_point), strand)
    after = client_as(cast.cordania.expert).read(f"{of(strand)}/5")
    assert after.text.count(SECRET) == 1 and "Not released" not in after


def test_a_released_text_leads_to_an_observation_of_it(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    save_feedback(session, expert, strand, article="5", challenges="Too few courts.\n\nAnd slow.")
    release = release_feedback(session, cast.acting(cast.belmora.focal_point), strand)
    reader = client_as(cast.cordania.expert)
    assert "Make an observation of this" not in reader.read(f"{of(strand)}/5")
    cast.put(Step.OBSERVATIONS)
    for address in (of(strand), f"{of(strand)}/5"):
        link = reader.read(address).links()["Make an observation of this : Challenges"]
        asked = parse_qs(urlsplit(link).query)
        assert link.startswith(f"/strands/{strand.id}/observations/propose/5?")
        assert asked["quote"] == ["Too few courts. And slow."]
        assert asked["feedback"] == [f"{release.id}:5"]
    assert "Make an observation of this" not in client_as(cast.officer).read(of(strand))


def test_a_very_long_text_does_not_go_into_an_address(
    cast: Cast, session: Session, client_as: Client, strand: Strand
) -> None:
    expert = cast.acting(cast.belmora.expert)
    save_feedback(
        session, expert, strand, article="5", measures="word " * 9_000, successes="x" * 900
    )
    release_feedback(session, cast.acting(cast.belmora.focal_point), strand)
    cast.put(Step.OBSERVATIONS)
    links = client_as(cast.belmora.expert).read(f"{of(strand)}/5").links()
    made = [link for words, link in links.items() if words.startswith("Make an observation")]
    assert len(made) == 2 and all(len(link) < 700 for link in made)


def test_an_observer_ticks_nothing(cast: Cast, client_as: Client, strand: Strand) -> None:
    reader = client_as(cast.belmora.observer)
    page = reader.read(of(strand))
    assert mine(page) == [] and "Mark as read" not in page.buttons()
    token = page.soup.find("input", attrs={"name": "csrf_token"})
    assert token is not None
    sent = {"csrf_token": token["value"], "articles": "5", "version": "1"}
    for place in ("read", "unread", "no-remarks"):
        reader.send(f"{of(strand)}/{place}", sent, status=403)
