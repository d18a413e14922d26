"""How the States come to one text: from a passage of feedback to the words everybody may read.

The list of the Convention begins; each chapter brings one observation further, by people at
browsers without JavaScript, until the summary is published.
"""

from __future__ import annotations

import re
from datetime import timedelta

from sqlalchemy.orm import Session

from reviewmech.actions.silences import end_silences
from tests.conftest import Clock
from tests.journeys.arcadia import ALL, comes_to_observations
from tests.reading import Page, filled_in
from tests.world import (
    PASSWORD,
    World,
    agrees,
    clears_the_list,
    clears_the_summary,
    compiles,
    issues,
    journals_hold,
    proposes,
)

SECRET = "in the port of Norham"


def test_the_states_come_to_an_agreed_text(world: World, session: Session, clock: Clock) -> None:
    strand = comes_to_observations(world)
    first = an_observation_is_made_of_a_passage(world, strand)
    experts_take_positions_ad_referendum(world, first)
    focal_points_clear_a_selection(world, strand, first)
    the_wording_of_another_state_is_accepted_in_one_press(world, strand)
    second = a_text_under_silence_becomes_agreed(world, session, clock, strand)
    agreed_text_is_opened_again_with_a_reason(world, second)
    third = an_observation_is_made_of_an_answer(world, strand, f"Judges were bribed {SECRET}.")
    agrees(world, third, "Arcadia expert", "Cordania expert")
    clears_the_list(world, strand, ALL)
    a_passage_is_marked_confidential(world, strand, third)
    nothing_tells_that_the_passage_was_there(world, strand)
    journals_hold(world)


# The proposal


def an_observation_is_made_of_a_passage(world: World, strand: str) -> str:
    """Belmora's expert makes an observation of Cordania's feedback; the link to it is kept."""
    feedback = world["Belmora expert"].read(f"{strand}/feedback/5")
    form = feedback.follow("Make an observation of this")
    assert "The passage it is made of" in form
    made = form.press("Propose to", kind="good practice", text="The offence is clear.").path
    item = world["Arcadia expert"].read(made)
    assert "Written feedback of Cordania on article 5" in item
    assert "Cordania finds the offence clear." in item.follow("Read what it rests on")
    return made


def an_observation_is_made_of_an_answer(world: World, strand: str, text: str) -> str:
    """Belmora's expert makes an observation of an answer, and the answer tells what came of it."""
    article = f"{strand}/versions/1/5"
    form = world["Belmora expert"].read(article).follow("Make an observation of this answer")
    form.press("Propose to", kind="gap or challenge", text=text)
    made = world["Arcadia expert"].read(article).links()["Observation 4"]
    assert "Offence of participation" in world["Arcadia expert"].read(made).follow("Read what it")
    return made


# Positions


def experts_take_positions_ad_referendum(world: World, item: str) -> None:
    """What experts agree to is read by all, and binds nobody yet."""
    agreed = agrees(world, item, "Arcadia expert", "Cordania expert")
    assert agreed.text.count("ad referendum") >= 3


def focal_points_clear_a_selection(world: World, strand: str, item: str) -> None:
    """Each focal point ticks what it clears, and only then it binds."""
    for state in ALL:
        page = world[f"{state} focal point"].read(f"{strand}/observations")
        form, _ = page.form_with(f"Clear the positions ticked, for {state}")
        # The ticks stand beside the observations, and belong to the form by its name.
        ticks = page.soup.select(f"input[name=position][form={form['id']}]")
        chosen = {"position": ticks[0]["value"]}
        cleared = page.reader.send(str(form["action"]), {**filled_in(form), **chosen})
        assert not cleared.soup.select("input[name=position]")
    assert "ad referendum" not in positions(world["officer"].read(item))


def positions(page: Page) -> str:
    """Return what the margin of an observation says of where each State stands."""
    (margin,) = page.soup.select("aside.margin")
    return " ".join(margin.get_text(" ").split())


def the_wording_of_another_state_is_accepted_in_one_press(world: World, strand: str) -> None:
    """Belmora and Arcadia differ; Belmora goes back to Arcadia's wording, and all agree."""
    item = proposes(world, strand, "5", "suggestion", "It is recommended that attempt be covered.")
    arcadia = world["Arcadia expert"].read(item)
    arcadia.press("Propose this wording to", text="Attempt is [to be] covered by the bill.")
    belmora = world["Belmora expert"].read(item)
    assert belmora.soup.select("mark.bracketed")
    assert "Agree to this wording" not in belmora.buttons()
    arcadia = world["Arcadia expert"].read(item)
    arcadia.press("Propose this wording to", text="The bill is to cover attempt.")
    belmora = world["Belmora expert"].read(item)
    belmora.press("Propose this wording to", text="The bill covers attempt.")
    accepted = world["Belmora expert"].read(item).press("Accept wording 3 of Arcadia")
    assert accepted.soup.select_one("#compare ins") is not None
    agreed = agrees(world, item, "Arcadia expert", "Cordania expert")
    assert positions(agreed).count("agrees ad referendum") == 2


# Silence, and opening again


def a_text_under_silence_becomes_agreed(
    world: World, session: Session, clock: Clock, strand: str
) -> str:
    """Belmora's focal point puts a wording under silence; nobody objects until its day is over."""
    item = proposes(world, strand, "5", "good practice", "Police and prosecutors work together.")
    until = clock.today + timedelta(days=20)
    page = world["Belmora focal point"].read(item)
    page.press("Put the wording under silence", until=until.isoformat())
    assert "Under silence until the end of" in world["Cordania expert"].read(item)
    clock.forward(days=21)
    end_silences(session)
    all_sign_in_again(world)
    ended = world["Cordania expert"].read(item)
    assert "nobody objected" in ended and "Cordania agrees, having said nothing" in ended
    assert "Agree to this wording" not in ended.buttons()
    return item


def all_sign_in_again(world: World) -> None:
    """Three weeks later nobody is signed in any more."""
    for name, reader in world.readers.items():
        state, _, capacity = name.partition(" ")
        who = f"{'fay' if capacity == 'focal point' else 'ed'}@{state.lower()}.example"
        address = who if capacity else "olive@un.example"
        reader.read("/sign-in").press("Sign in", address=address, password=PASSWORD)


def agreed_text_is_opened_again_with_a_reason(world: World, item: str) -> None:
    """Agreed text is locked; Arcadia opens it again, says why, and all agree anew."""
    chief = world["Arcadia focal point"]
    assert "Propose this wording to" not in " ".join(chief.read(item).buttons())
    chief.read(item).press("Open the observation again", 422)
    chief.read(item).press("Open the observation again", reason="A new law came.")
    opened = world["Belmora expert"].read(item)
    assert "Opened again by Arcadia" in opened and "A new law came." in opened
    assert "Open with Arcadia, Belmora and Cordania" in positions(opened)
    agrees(world, item, *(f"{state} focal point" for state in ALL))


# What others may read


def a_passage_is_marked_confidential(world: World, strand: str, item: str) -> None:
    """Arcadia marks words of an agreed wording, and sees what each audience will read."""
    chief = world["Arcadia focal point"]
    page = chief.read(item).follow("Mark some of its words only")
    marked = page.press("Mark these words as confidential", words=SECRET)
    outside = marked.follow("See the list as each audience reads it")
    assert SECRET in left_out(outside) and SECRET not in wordings(outside)
    assert SECRET in wordings(outside.follow("the States in the review"))


def wordings(page: Page) -> str:
    """Return the words an audience reads."""
    return " ".join(each.get_text(" ") for each in page.soup.select(".words .prose"))


def left_out(page: Page) -> str:
    """Return what is said, beside, to be left out for an audience."""
    return " ".join(each.get_text(" ") for each in page.soup.select(".margin q"))


def nothing_tells_that_the_passage_was_there(world: World, strand: str) -> None:
    """The summary is compiled, cleared, issued and published without the words or a gap."""
    phase = compiles(world, strand).path
    clears_the_summary(world, phase, ALL)
    issues(world, phase, "CTOC/TEST/2028/2")
    world["Arcadia focal point"].read(phase).press("Let everybody read")
    papers = world.browser().read("/").links()
    markdown = next(each for each in papers.values() if each.endswith("md"))
    words = world.browser().get(markdown).text
    assert "Judges were bribed" in words and "Norham" not in words
    found = numbers(words)
    assert len(found) > 3 and found == list(range(1, len(found) + 1))


def numbers(words: str) -> list[int]:
    """Return the numbers of a paper's paragraphs, as they stand in it."""
    return [int(each) for each in re.findall(r"^(\d+)\\?\. ", words, re.MULTILINE)]
