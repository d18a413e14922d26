"""How the States talk of what Arcadia submitted: beside its words, in questions, of the articles.

Each chapter begins where Arcadia has submitted its response on the Convention, and goes on from
there by people at browsers without JavaScript.
"""

from __future__ import annotations

from collections.abc import Iterable

from tests.conftest import Clock
from tests.journeys.arcadia import ALL, is_hidden_from, submits_the_convention
from tests.reading import Page
from tests.world import World, journals_hold, question

WORDS = "Attempt is not covered."
OTHERS = "Arcadia, Cordania and the secretariat"


def test_the_states_talk_of_what_was_submitted(world: World, clock: Clock) -> None:
    review, strand = submits_the_convention(world)
    an_annotation_is_sent_by_an_act_of_its_own(world, review, strand)
    a_translation_is_shared_with_all(world, strand)
    a_question_is_answered_with_a_new_version(world, strand)
    the_annotation_says_what_has_changed_since(world, strand)
    articles_are_read_and_left_without_remarks(world, strand)
    clock.forward(hours=1)
    a_meeting_is_put_down(world, review)
    somebody_new_reads_the_dossier(world, review)
    who_was_away_reads_what_changed(world, review)
    journals_hold(world)


def reads(world: World, who: Iterable[str], address: str, words: str) -> list[str]:
    """Return which of these people find words at an address."""
    return [name for name in who if words in world[name].read(address)]


# Beside the words


OUTSIDE = ("Arcadia focal point", "Arcadia expert", "Cordania expert", "officer")
"""Who is not of Belmora, which annotates."""


def an_annotation_is_sent_by_an_act_of_its_own(world: World, review: str, strand: str) -> None:
    """What Belmora's expert writes beside words is read inside, until the expert sends it."""
    article, listed = f"{strand}/versions/1/5", f"{strand}/annotations"
    note = annotates(world, article, quote="Attempt", text="Since which year?")
    assert "Only Belmora's team can see this." in note
    assert reads(world, OUTSIDE, article, "Since which year?") == []
    assert reads(world, OUTSIDE, listed, "Since which year?") == []
    assert "Your focal point" in world["Belmora expert"].read(listed)
    lets_the_expert_send(world, "Belmora", review)
    sends_its_annotation(world, listed)
    assert reads(world, OUTSIDE, article, "Since which year?") == list(OUTSIDE)


def the_annotation_says_what_has_changed_since(world: World, strand: str) -> None:
    """Beside the newer version it says on which one it was made; it never moves by itself."""
    beside = world["Arcadia expert"].read(f"{strand}/versions/2/5")
    assert "Since which year?" in beside and "version 1" in beside
    assert "What has changed in the text" in beside


def annotates(world: World, article: str, quote: str, text: str) -> Page:
    """Belmora's expert writes beside words of the answer; return the article with its margin."""
    form = world["Belmora expert"].read(article).follow(f"Comment on this answer : {MISSING}")
    return form.press("Keep in the margin", quote=quote, text=text)


MISSING = "What is missing"
"""The title of the question whose answer has words."""


def lets_the_expert_send(world: World, state: str, review: str) -> None:
    """A focal point lets the one expert of its State send without its clearance."""
    page = world[f"{state} focal point"].read(f"{review}/leave")
    (expert,) = (box["value"] for box in page.soup.select("input[name=experts]"))
    page.press("Save who may send", experts=expert)


def sends_its_annotation(world: World, listed: str) -> None:
    """Belmora's expert chooses the one annotation, looks at it once more, and sends it."""
    expert = world["Belmora expert"]
    (key,) = (box["value"] for box in expert.read(listed).soup.select("input[name=key]"))
    preview = expert.read(f"{listed}/send?key={key}")
    assert f"{OTHERS} will read this as it stands here." in preview
    preview.press(f"Send to {OTHERS}")


def corrects(world: World, strand: str, words: str) -> None:
    """Arcadia's expert writes an answer anew, and its focal point submits a new version."""
    article = world["Arcadia expert"].read(f"{strand}/response/5")
    article.press("Save", within=question("untoc-5-offence.missing"), text=words)
    check = world["Arcadia focal point"].read(f"{strand}/response/check")
    receipt = check.press("Submit to Belmora", left_open="y")
    assert "version 2" in receipt


# Supplementary questions


def a_question_is_answered_with_a_new_version(world: World, strand: str) -> None:
    """An expert of Cordania drafts two, its focal point clears both, Arcadia answers one."""
    first = drafts_a_question(world, strand, "Is attempt to be covered?", due="2027-02-15")
    second = drafts_a_question(world, strand, "Since when is the code in force?")
    others = ("Arcadia focal point", "Belmora focal point", "officer")
    for other in others:
        is_hidden_from(world[other], first, second)
    clears_all_questions(world, strand)
    assert reads(world, others, first, "15 February 2027") == list(others)

    corrects(world, strand, "Attempt is covered since 2026.")
    answered = answers_with_the_new_version(world, first)
    assert "It speaks of version 2 of the response" in answered
    assert "Close this question" not in answered.buttons()
    closed = world["Cordania focal point"].read(first).press("Close this question")
    assert "closed" in closed and "open" in world["officer"].read(second)


def drafts_a_question(world: World, strand: str, asked: str, due: str = "") -> str:
    """Cordania's expert drafts a question on the answer; return its address."""
    article = world["Cordania expert"].read(f"{strand}/versions/1/5")
    form = article.follow(f"Ask a supplementary question on this answer : {MISSING}")
    return form.press("Save the draft", text=asked, due_on=due).path


def clears_all_questions(world: World, strand: str) -> None:
    """Cordania's focal point reads the drafts of its State through and sends them together."""
    chief = world["Cordania focal point"]
    page = chief.read(f"{strand}/questions").follow("Read through and send 2 drafts")
    ticks = [box["value"] for box in page.soup.select("input[name=several]")]
    sent = page.press("Send to Arcadia, Belmora and the secretariat", several=ticks)
    assert "What you ticked was sent." in sent


def answers_with_the_new_version(world: World, address: str) -> Page:
    """Arcadia's focal point replies, naming the version that answers the question."""
    page = world["Arcadia focal point"].read(address)
    return page.press(
        "Send to",
        text="It is now; please see the new version.",
        carried=page.choice("carried", "2"),
    )


# My articles


def articles_are_read_and_left_without_remarks(world: World, strand: str) -> None:
    """Belmora marks its articles, many at once, takes them along, and releases no remarks."""
    expert = world["Belmora expert"]
    mine = expert.read(f"{strand}/feedback")
    marked = mine.press("Mark as read", articles=["5", "whole"])
    assert "Ed of Belmora" in marked and "not read" not in words_of_the_list(marked)
    unremarked = marked.press("No remarks on these", articles=["5", "whole"])
    assert words_of_the_list(unremarked).count("no remarks") == 2
    assert "not read" in words_of_the_list(world["Cordania expert"].read(f"{strand}/feedback"))
    links = unremarked.links()
    assert expert.get(links["my articles (Word)"]).data.startswith(b"PK")
    assert WORDS.encode() not in expert.get(links["my articles (one HTML file)"]).data
    released = world["Belmora focal point"].read(f"{strand}/feedback").press("Release to")
    assert "No remarks." in released
    assert "No remarks." in world["Arcadia expert"].read(f"{strand}/feedback")


def words_of_the_list(page: Page) -> str:
    """Return the words of the reader's own articles."""
    (table,) = page.soup.select("section[aria-labelledby=own-title] table")
    return " ".join(table.get_text(" ").split())


# In another language


def a_translation_is_shared_with_all(world: World, strand: str) -> None:
    """Cordania's expert translates an answer; its focal point shares it, the original beside."""
    article = f"{strand}/versions/1/5"
    form = world["Cordania expert"].read(article).follow("Translate this")
    text = form.follow("French").follow("Write a translation")
    kept = text.press("Keep it inside Cordania", text="La tentative n’est pas couverte.")
    assert WORDS in kept and "kept inside" in kept
    is_told = [f"{state} expert" for state in ("Arcadia", "Belmora")]
    assert reads(world, is_told, kept.path, "La tentative") == []
    shared = world["Cordania focal point"].read(kept.path)
    shared.press("Share with Arcadia, Belmora and the secretariat")
    assert reads(world, is_told, kept.path, "La tentative") == is_told
    beside = world["Belmora expert"].read(kept.path)
    assert WORDS in beside and "unofficial" in beside


# By telephone, and for those who come later


def a_meeting_is_put_down(world: World, review: str) -> None:
    """Cordania's focal point records what was agreed by telephone; all in the review read it."""
    form = world["Cordania focal point"].read(f"{review}/meetings").follow("Record a meeting")
    form.press(
        "Record for Arcadia, Belmora and the secretariat",
        held_on="2027-01-11",
        form=form.soup.select("input[name=form]")[0]["value"],
        present="Fay of Arcadia; Fay of Belmora; Fay of Cordania",
        agreed="Article 5 comes first.",
    )
    experts = [f"{state} expert" for state in ALL]
    assert reads(world, experts, f"{review}/meetings", "Article 5 comes first.") == experts


def somebody_new_reads_the_dossier(world: World, review: str) -> None:
    """A further expert of Cordania finds the state of play, who is who, and what was agreed."""
    nominates_another_expert(world, review)
    newcomer = world["Cordania newcomer"]
    dossier = newcomer.read(f"{review}/dossier")
    for words in ("Fay of Arcadia", "Ed of Cordania", "Article 5 comes first."):
        assert words in dossier
    assert newcomer.get(f"{review}/dossier.docx").data.startswith(b"PK")


def who_was_away_reads_what_changed(world: World, review: str) -> None:
    """Arcadia's expert reads what others did and says so, which nobody else learns."""
    expert = world["Arcadia expert"]
    assert "2 acts of others" in expert.read("/desk")
    away = expert.read(f"{review}/changes")
    assert "A meeting was recorded" in away
    assert "acts of others" not in away.press("I have seen this")
    assert "A meeting was recorded" in world["Belmora expert"].read(f"{review}/changes")


def nominates_another_expert(world: World, review: str) -> None:
    """The secretariat registers a further expert of Cordania by the note it has, who comes in."""
    note = next(
        address
        for words, address in world["officer"].read("/notes").links().items()
        if "NV/Cordania/1" in words
    )
    register = world["officer"].read(note).follow("Register a person for the review of Arcadia")
    register.press(
        "Register and write to them",
        capacity="expert",
        name="Nina Newcomer",
        address="nina@cordania.example",
    )
    world.comes_in("Cordania newcomer", "nina@cordania.example")
