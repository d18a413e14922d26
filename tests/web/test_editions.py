"""The pages on versions of questionnaires: for the secretariat, and for the State that is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from reviewmech.actions.comments import write_comment
from reviewmech.actions.editions import acknowledge_move
from reviewmech.actions.submission import submit_response
from reviewmech.records import editions
from reviewmech.records.editions import Move
from reviewmech.records.journal import Entry
from reviewmech.records.people import Person
from reviewmech.records.responses import Edition
from reviewmech.rules.purposes import Action
from tests.actions.test_phases import a_note
from tests.cast import Cast
from tests.contributing import invite, write
from tests.documents import attach
from tests.drafts import answer
from tests.editions import (
    FIGURES,
    MODEL,
    NEW_WORDS,
    NOTIFIED,
    OFFENCE,
    OTHER_GUIDANCE,
    OTHER_WORDS,
    changed,
    in_the_files,
    propose,
    publish,
    publish_both,
    put_into_the_files,
    second,
)
from tests.reading import Reader, words_of

SignIn = Callable[[Person], Reader]

ALL = "/secretariat/questionnaires"
ONE = f"{ALL}/UNTOC/cluster-1"


def acknowledge(cast: Cast, number: int = 1) -> None:
    chief = cast.acting(cast.arcadia.focal_point)
    acknowledge_move(cast.session, chief, cast.untoc, number=number)


def moved(cast: Cast, app: Flask) -> Edition:
    """Let Arcadia move to the second version."""
    edition = publish_both(cast, app)
    propose(cast, edition)
    acknowledge(cast)
    return edition


def response(cast: Cast, place: str = "") -> str:
    return f"/strands/{cast.untoc.id}/response{place}"


def page_of_strand(cast: Cast) -> str:
    return f"/strands/{cast.untoc.id}/questionnaire"


# The secretariat's pages


@pytest.mark.parametrize(
    "place",
    ["", "/coverage", "/UNTOC/cluster-1", "/UNTOC/cluster-1/publish", "/UNTOC/cluster-1/compare"],
)
def test_the_pages_are_the_secretariats_alone(cast: Cast, client_as: SignIn, place: str) -> None:
    for person in (cast.arcadia.focal_point, cast.delmar.expert):
        client_as(person).read(ALL + place, status=404)
    client_as(cast.officer).read(ALL + place)


def test_all_questionnaires_are_listed(
    session: Session, cast: Cast, app: Flask, client_as: SignIn
) -> None:
    publish(cast, in_the_files(session), app)
    unverified = replace(second(in_the_files(session)), verified=False)
    put_into_the_files(session, unverified, app=app)
    page = client_as(cast.officer).read("/secretariat/reviews").follow("Questionnaires")
    rows = words_of(page.soup.select("tbody tr"))
    assert len(rows) == 2
    ours = rows[0]
    for words in (
        "Organized Crime Convention, Cluster I",
        "Version 1, 11 January 2027",
        "Version 2 not published",
        "working text",
        "untoc/cluster-1.yaml, line",
    ):
        assert words in ours, ours
    assert "not yet" in rows[1] and rows[1].endswith("yes")
    assert "1 questionnaire is not verified." in page
    assert "What is not verified yet" in page.follow("of the Mechanism")


def test_a_language_without_all_the_words_says_how_many_it_has(
    session: Session, cast: Cast, app: Flask, client_as: SignIn
) -> None:
    asked = in_the_files(session)

    def translated(questions: list[Any]) -> list[Any]:
        first = questions[0]
        french = replace(first.words("en"), language="fr", title="Infraction", asks="Est-ce ?")
        return [replace(first, texts={**first.texts, "fr": french}), *questions[1:]]

    half = replace(changed(asked, "2", translated), titles={**asked.titles, "fr": "Incrimination"})
    put_into_the_files(session, half, app=app)
    officer = client_as(cast.officer)
    assert f"Français 1 of {len(half.questions)}" in officer.read(ALL)
    page = officer.read(f"{ONE}/articles/5").follow("Français")
    assert "Est-ce ?" in page and "Not translated" in page
    assert page.soup.select_one("p.asks[lang=fr]")


def test_a_questionnaire_is_previewed_as_a_state_sees_it(
    session: Session, cast: Cast, app: Flask, client_as: SignIn
) -> None:
    publish(cast, in_the_files(session), app)
    officer = client_as(cast.officer)
    page = officer.read(ONE).follow("Participation in an organized criminal group")
    sheet = client_as(cast.arcadia.expert).read(response(cast, "/5"))
    for words in ("Is participation in an organized criminal group an offence?", "How to answer"):
        assert words in page and words in sheet
    assert page.soup.select("fieldset[disabled] input[type=radio]")
    assert not [form for form in page.soup.select("main form") if form.get("method") == "post"]
    assert "Asked if the answer is “Yes, in part”" in page
    assert "Laws of the State can be cited" in page
    officer.read(f"{ONE}/articles/99", status=404)
    officer.read(f"{ONE}/articles/5?version=999999999999999999999", status=404)
    officer.read(f"{ALL}/UNTOC/cluster-9", status=404)
    officer.read(f"{ALL}/MARS/cluster-1", status=404)


def test_each_version_is_read_as_it_was_published(
    session: Session, cast: Cast, app: Flask, client_as: SignIn
) -> None:
    publish_both(cast, app)
    officer = client_as(cast.officer)
    page = officer.read(f"{ONE}/articles/5")
    assert OTHER_WORDS in page and NEW_WORDS in page
    old = page.follow("Version 1")
    assert OTHER_WORDS not in old and "How many cases were there?" in old
    assert "Version 1" in words_of(old.soup.select("a[aria-current=true]"))


def test_publishing_shows_the_difference_first(
    session: Session, cast: Cast, app: Flask, client_as: SignIn
) -> None:
    publish(cast, in_the_files(session), app)
    put_into_the_files(session, second(in_the_files(session)), app=app)
    page = client_as(cast.officer).read(ONE).follow("See the difference and publish")
    assert "The files hold version 2; version 1 is published." in page
    told = {" ".join(item.get_text(" ").split()) for item in page.soup.select("details.remains li")}
    model = next(each for each in told if each.startswith("Model of the offence"))
    assert "An answer to it is to be looked at again" in model
    assert "the choices" in model and "[taken out: Agreement to commit a serious crime" in model
    notified = next(each for each in told if each.startswith("Notification"))
    assert "looked at again" not in notified and OTHER_GUIDANCE in notified
    for title, words in (("New", NEW_WORDS), ("No longer asked", "How many cases were there?")):
        group = next(
            each for each in page.soup.select("details.remains") if title in each.summary.text
        )
        assert words in group.get_text(" ")
    done = page.press("Publish version 2")
    assert "Version 2 is published." in done and "The files hold what is published." in done
    assert "Olive Officer" in done
    assert "What the files hold is published already" in client_as(cast.officer).read(
        f"{ONE}/publish"
    )


def test_the_first_version_is_published_without_a_difference(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.officer).read(ONE).follow("Read and publish")
    assert "Nothing of this questionnaire is published yet." in page
    assert "Version 1 is published." in page.press("Publish version 1")


def test_other_words_under_the_same_name_are_refused(
    session: Session, cast: Cast, app: Flask, client_as: SignIn
) -> None:
    publish(cast, in_the_files(session), app)
    again = replace(second(in_the_files(session)), version="1")
    put_into_the_files(session, again, app=app)
    page = client_as(cast.officer).read(f"{ONE}/publish")
    refused = page.press("Publish version 1", status=422)
    assert "was published before, with other words" in refused
    assert "Give the questionnaire another version in its file" in refused


def test_what_changed_in_the_files_meanwhile_is_shown_before_it_is_published(
    session: Session, cast: Cast, app: Flask, client_as: SignIn
) -> None:
    publish(cast, in_the_files(session), app)
    put_into_the_files(session, second(in_the_files(session)), app=app)
    page = client_as(cast.officer).read(f"{ONE}/publish")
    put_into_the_files(session, replace(in_the_files(session), version="3"), app=app)
    refused = page.press("Publish version 2", status=409)
    assert "not the one you were shown" in refused
    refused.press("Publish version 3")
    newest = editions.newest(session, "UNTOC", "cluster-1")
    assert newest is not None and newest.number == "3"


def test_a_button_pressed_twice_publishes_once(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.officer).read(f"{ONE}/publish")
    page.press("Publish version 1")
    page.press("Publish version 1")
    lines = cast.session.scalars(select(Entry).where(Entry.action == Action.PUBLISH_EDITION))
    assert len(lines.all()) == 1


def test_two_versions_are_compared(cast: Cast, app: Flask, client_as: SignIn) -> None:
    publish_both(cast, app)
    officer = client_as(cast.officer)
    page = officer.read(ONE).follow("with version 1")
    assert "[put in: taking part" in page
    first, newest = reversed(editions.published(cast.session, "UNTOC", "cluster-1"))
    back = officer.read(f"{ONE}/compare?old={newest.id}&new={first.id}")
    assert "How many cases were there?" in back
    same = officer.read(f"{ONE}/compare?old={newest.id}&new={newest.id}")
    assert "The two are the same but for the name of the version." in same
    officer.read(f"{ONE}/compare?old=777", status=404)


def test_what_the_questions_cover_is_listed(
    session: Session, cast: Cast, app: Flask, client_as: SignIn
) -> None:
    officer = client_as(cast.officer)
    page = officer.read(ALL).follow("What the questions cover")
    assert "No item is covered more than once." in page
    row = next(each for each in words_of(page.soup.select("tbody tr")) if "CONV-5-1" in each)
    assert "Offence of participation" in row

    def twice(questions: list[Any]) -> list[Any]:
        return [replace(each, covers=("CONV-5-1",)) for each in questions]

    put_into_the_files(session, changed(in_the_files(session), "2", twice), app=app)
    page = officer.read(f"{ALL}/coverage")
    assert "Covered more than once" in page and "CONV-5-1 more than once" in page


# Proposing and acknowledging


def test_the_secretariat_proposes_and_the_state_acknowledges(
    cast: Cast, app: Flask, client_as: SignIn
) -> None:
    for question, value in (
        (OFFENCE, {"choice": "yes"}),
        (NOTIFIED, {"choice": "no"}),
        (FIGURES, {"source": "Courts", "unavailable": True}),
    ):
        answer(cast, question, value)
    edition = publish_both(cast, app)
    page = client_as(cast.officer).read(ONE).follow("Review of Arcadia")
    assert "Version 1" in page and OTHER_WORDS.split()[0] in page
    done = page.press("Propose the move to Arcadia")
    assert "The move is proposed to Arcadia." in done and "not yet" in done
    assert "Acknowledge: move to version 2" not in done.buttons()

    chief = client_as(cast.arcadia.focal_point)
    assert "Read and acknowledge the newer questionnaire" in chief.read("/desk")
    page = chief.read(response(cast))
    assert "A newer questionnaire is proposed" in page
    assert "1 of your answers is to be looked at again." in page
    assert "1 answer is to a question that is no longer asked" in page
    assert NEW_WORDS in page
    done = page.press("Acknowledge: move to version 2")
    assert "The response is on the newer questionnaire now." in done
    assert "A newer questionnaire is proposed" not in done
    assert "The question has changed since it was answered" in done
    assert "To look at again 1" in done
    cast.session.refresh(cast.untoc)
    assert cast.untoc.edition_id == edition.id
    assert "acknowledged" in client_as(cast.officer).read(page_of_strand(cast))
    journal = chief.read(f"/reviews/{cast.review.id}/journal")
    assert "Version 2 of the questionnaire" in journal


def test_colleagues_read_the_proposal_and_have_no_button(
    cast: Cast, app: Flask, client_as: SignIn
) -> None:
    propose(cast, publish_both(cast, app))
    for person in (cast.arcadia.expert, cast.arcadia.observer):
        page = client_as(person).read(response(cast))
        assert "Focal Point of Arcadia, the focal point of Arcadia, acknowledges it." in page
        assert "Acknowledge: move to version 2" not in page.buttons()
        assert "Read and acknowledge" not in page


def test_reviewing_states_have_no_part_in_it(cast: Cast, app: Flask, client_as: SignIn) -> None:
    propose(cast, publish_both(cast, app))
    client_as(cast.belmora.focal_point).read(page_of_strand(cast), status=403)
    client_as(cast.delmar.focal_point).read(page_of_strand(cast), status=404)


def test_the_page_of_a_strand_tells_the_secretariat_nothing_of_the_answers(
    cast: Cast, app: Flask, client_as: SignIn
) -> None:
    propose(cast, publish_both(cast, app))
    officer = client_as(cast.officer)
    before = officer.read(page_of_strand(cast)).text
    answer(cast, OFFENCE, {"choice": "yes"})
    answer(cast, FIGURES, {"source": "Courts", "unavailable": True})
    assert officer.read(page_of_strand(cast)).text == before


def test_all_running_strands_are_proposed_to_by_one_button(
    cast: Cast, app: Flask, client_as: SignIn
) -> None:
    publish_both(cast, app)
    page = client_as(cast.officer).read(ONE)
    done = page.press("Propose version 2 to 1 State")
    assert "each focal point has been told by letter" in done
    assert "proposed on 11 January 2027" in done and "Propose version 2" not in str(done.buttons())
    assert cast.session.scalars(select(Move.strand_id)).all() == [cast.untoc.id]
    page.press("Propose version 2 to 1 State")
    assert len(cast.session.scalars(select(Move)).all()) == 1


def test_a_note_verbale_acknowledges(cast: Cast, app: Flask, client_as: SignIn) -> None:
    edition = publish_both(cast, app)
    propose(cast, edition)
    officer = client_as(cast.officer)
    assert "No note verbale of Arcadia is recorded yet" in officer.read(page_of_strand(cast))
    a_note(cast.session, cast.arcadia.state, "NV/17")
    a_note(cast.session, cast.belmora.state, "NV/18")
    page = officer.read(page_of_strand(cast))
    assert "NV/18" not in page
    refused = page.press("Record the acknowledgement", status=422)
    assert "Choose a note verbale from the list" in refused
    done = refused.press("Record the acknowledgement", note=refused.choice("note", "NV/17"))
    assert "The acknowledgement is recorded, and the State is told." in done
    assert "by note verbale NV/17" in done
    cast.session.refresh(cast.untoc)
    assert cast.untoc.edition_id == edition.id


def test_a_proposal_replaced_meanwhile_is_not_acknowledged(
    session: Session, cast: Cast, app: Flask, client_as: SignIn
) -> None:
    propose(cast, publish_both(cast, app))
    page = client_as(cast.arcadia.focal_point).read(response(cast))
    propose(cast, publish(cast, replace(in_the_files(session), version="3"), app))
    refused = page.press("Acknowledge: move to version 2", status=409)
    assert "Another version was proposed since you opened this page" in refused


def test_a_submitted_response_stays_on_its_questionnaire(
    cast: Cast, app: Flask, client_as: SignIn
) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    edition = publish_both(cast, app)
    propose(cast, edition)
    chief = client_as(cast.arcadia.focal_point)
    page = chief.read(response(cast))
    actor = cast.acting(cast.arcadia.focal_point)
    submit_response(cast.session, actor, cast.untoc, language="en")
    page.press("Acknowledge: move to version 2", status=403)
    page = chief.read(page_of_strand(cast))
    assert "corrections are written to the same questions" in page
    assert "A newer questionnaire is proposed" not in chief.read(response(cast))
    officer = client_as(cast.officer).read(page_of_strand(cast))
    assert not officer.buttons() or "Propose" not in str(officer.buttons())
    version = client_as(cast.belmora.expert).read(f"/strands/{cast.untoc.id}/versions/1/5")
    assert "Is participation in an organized criminal group an offence?" in version
    assert OTHER_WORDS not in version


# After the move: on the State's own pages


def test_a_page_from_before_the_move_saves_nothing_to_the_question_as_it_is_now(
    cast: Cast, app: Flask, client_as: SignIn
) -> None:
    expert = client_as(cast.arcadia.expert)
    page = expert.read(response(cast, "/5"))
    moved(cast, app)
    refused = page.press("Save", within="#row-untoc-5-offence", status=422, choice="yes")
    assert "The question has changed since you opened this page" in refused
    assert OTHER_WORDS in refused
    assert refused.soup.select_one("#row-untoc-5-offence input[value=yes][checked]")
    done = refused.press("Save", within="#row-untoc-5-offence")
    assert "Saved." in done
    # Another question of that page asks what it asked.
    page.press("Save", within="#row-untoc-5-notified", choice="no")


def test_words_typed_to_a_question_that_is_gone_are_shown_to_be_copied(
    cast: Cast, app: Flask, client_as: SignIn
) -> None:
    page = client_as(cast.arcadia.expert).read(response(cast, "/5"))
    moved(cast, app)
    gone = page.press("Save", within=f"#row-{FIGURES}", status=404, source="The courts of Arcadia")
    assert "The courts of Arcadia" in str(gone.soup)


def test_answers_to_questions_no_longer_asked_stay_readable_for_their_state_alone(
    cast: Cast, app: Flask, client_as: SignIn
) -> None:
    answer(
        cast, FIGURES, {"years": ["2024"], "figures": {"convictions": ["17"]}, "source": "Courts"}
    )
    attach(cast, FIGURES, "cases.txt")
    expert = cast.acting(cast.arcadia.expert)
    given = {"question": FIGURES, "text": "Ask the police."}
    write_comment(cast.session, expert, cast.untoc, **given)
    reader = client_as(cast.arcadia.observer)
    assert "no longer asked" not in reader.read(response(cast))
    empty = reader.read(response(cast, "/no-longer-asked"))
    assert "Every answer is to a question that is asked." in empty
    moved(cast, app)
    page = reader.read(response(cast)).follow("Answers to questions no longer asked")
    for words in (
        "How many cases were there?",
        "Asked in version 1",
        "17",
        "Source: Courts",
        "cases.txt",
        "Ask the police.",
        "Expert of Arcadia",
    ):
        assert words in page, words
    assert page.links()["cases.txt"].startswith(f"/strands/{cast.untoc.id}/evidence/")
    assert "How many cases were there?" not in reader.read(response(cast, "/5"))
    for person, status in (
        (cast.belmora.expert, 403),
        (cast.officer, 403),
        (cast.delmar.expert, 404),
    ):
        client_as(person).read(response(cast, "/no-longer-asked"), status=status)


def test_a_choice_that_no_longer_exists_is_shown_as_it_was(
    cast: Cast, app: Flask, client_as: SignIn
) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    answer(cast, MODEL, {"choices": ["agreement"]})
    moved(cast, app)
    gone = "Agreement to commit a serious crime (no longer offered)"
    chief = client_as(cast.arcadia.focal_point)
    sheet = chief.read(response(cast, "/5"))
    row = sheet.soup.select_one("#row-untoc-5-model")
    assert row is not None and gone in " ".join(row.get_text(" ").split())
    assert "it stands" not in row.get_text()
    assert "it stands" in sheet.soup.select_one("#row-untoc-5-offence").get_text()
    for place in ("/check", "/draft"):
        assert gone in chief.read(response(cast, place))
    actor = cast.acting(cast.arcadia.focal_point)
    submit_response(cast.session, actor, cast.untoc, language="en")
    for person in (cast.belmora.expert, cast.officer):
        assert gone in client_as(person).read(f"/strands/{cast.untoc.id}/versions/1/5")
    answer(cast, MODEL, {"choices": ["participation"]}, started_from=1)
    assert gone not in chief.read(response(cast, "/5"))


def test_the_earlier_texts_show_the_question_as_it_was_asked_then(
    cast: Cast, app: Flask, client_as: SignIn
) -> None:
    answer(cast, MODEL, {"choices": ["agreement"]})
    moved(cast, app)
    answer(cast, MODEL, {"choices": ["participation"]}, started_from=1)
    page = client_as(cast.arcadia.expert).read(response(cast, f"/5/{MODEL}/history?each=yes"))
    new, old = page.soup.select("section.text")
    assert "The question was another then (version 1)" in " ".join(old.get_text(" ").split())
    assert "Agreement to commit a serious crime" in old.get_text(" ")
    assert "The question was another then" not in new.get_text(" ")
    differing = " ".join(new.select_one("dl.difference").get_text(" ").split())
    assert "[taken out: Agreement to commit a serious crime" in differing
    assert "no longer fits the question" in old.get_text(" ")


def test_a_history_without_a_move_says_nothing_of_versions(cast: Cast, client_as: SignIn) -> None:
    answer(cast, OFFENCE, {"choice": "yes"})
    page = client_as(cast.arcadia.expert).read(response(cast, f"/5/{OFFENCE}/history"))
    assert "version" not in page.text.lower()


def test_an_officer_sees_which_part_of_a_questionnaire_is_verified_nowhere_twice(
    cast: Cast, client_as: SignIn
) -> None:
    page = client_as(cast.officer).read("/secretariat/mechanism")
    assert "Questionnaires" in page.follow("Which questionnaires are verified")


def test_where_a_whole_article_is_gone_nobody_stumbles(
    session: Session, cast: Cast, app: Flask, client_as: SignIn, anyone: Reader
) -> None:
    contributor, key = invite(cast)
    write(cast, contributor, {"choice": "yes", "remark": "By decree."})
    answer(cast, OFFENCE, {"choice": "yes"})
    by_link = anyone.read(f"/contribute/{key}/{cast.untoc.id}/5")
    publish(cast, in_the_files(session), app)
    asked = in_the_files(session)
    propose(cast, publish(cast, replace(asked, version="2", sections=asked.sections[1:]), app))
    acknowledge(cast)
    gone = by_link.press("Save", status=404, within=f"#row-{OFFENCE}", remark="By act of law.")
    assert "By act of law." in str(gone.soup)
    anyone.read(f"/contribute/{key}")
    anyone.read(f"/contribute/{key}/{cast.untoc.id}/5", status=404)
    chief = client_as(cast.arcadia.focal_point)
    assert "By decree." in chief.read(response(cast, "/no-longer-asked"))
    for place in ("", "/check", "/draft", "/find?words=offence", "/whole"):
        chief.read(response(cast, place))
    for place in ("sections", "to-do"):
        chief.read(f"/strands/{cast.untoc.id}/{place}")
    chief.read(response(cast, "/5"), status=404)
