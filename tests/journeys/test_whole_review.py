"""One whole review, told through the pages, without JavaScript.

Everything begins from an installation with one officer. How the States talk of the answers, and
how they come to an agreed text, is told more fully in `test_dialogue.py` and
`test_agreed_text.py`.
"""

from __future__ import annotations

from tests.journeys.arcadia import answers_convention, is_hidden_from, opens_the_first_phase
from tests.world import (
    World,
    agrees,
    asks_and_is_answered,
    clears_how_it_is_held,
    clears_the_list,
    clears_the_summary,
    compiles,
    downloads,
    gives_feedback,
    issues,
    journals_hold,
    proposes,
    question,
    registers,
    submits,
)


def answers_protocol(world: World, strand: str) -> None:
    """Arcadia's focal point answers the one question of the Protocol."""
    article = world["Arcadia focal point"].read(f"{strand}/response/5")
    article.press("Save", within=question("tip-5-offence"), choice="yes")


def test_a_whole_review_from_the_first_note_to_the_published_summary(world: World) -> None:
    review = opens_the_first_phase(world)
    for state in ("Arcadia", "Belmora", "Cordania"):
        registers(world, state)
    links = world["officer"].read(review).links()
    convention = links["Organized Crime Convention"]
    protocol = links["Trafficking in Persons Protocol"]

    # Start what can start: Arcadia answers while the others still talk of how the review is held.
    answers_convention(world, convention)
    answers_protocol(world, protocol)
    is_hidden_from(world["Cordania expert"], protocol, f"{protocol}/consultation")
    world["Belmora expert"].read(f"{convention}/response/5", status=403)
    world["officer"].read(f"{convention}/response/5", status=403)

    clears_how_it_is_held(world, convention, ("Arcadia", "Belmora", "Cordania"))
    clears_how_it_is_held(world, protocol, ("Arcadia", "Belmora"))
    submits(world, convention, "Belmora, Cordania and the secretariat")
    submits(world, protocol, "Belmora and the secretariat")
    read = world["Cordania expert"].read(f"{convention}/versions/1/5")
    assert "Attempt is not covered." in read and "Penal Code" not in read
    is_hidden_from(world["Cordania expert"], f"{protocol}/versions/1")

    asks_and_is_answered(
        world,
        convention,
        "5",
        asked="Is attempt to be covered?",
        replied="A bill before Parliament will cover it.",
    )
    gives_feedback(world, convention, "5", ("Belmora", "Cordania"))
    gives_feedback(world, protocol, "5", ("Belmora",))

    # Observations: one agreed as proposed, one after other wording, one left confidential.
    good = proposes(world, convention, "5", "good practice", "Units work together.")
    agrees(world, good, "Arcadia expert", "Cordania expert")
    gap = proposes(world, convention, "5", "gap or challenge", "Attempt is nowhere covered.")
    reworded = world["Arcadia expert"].read(gap)
    reworded.press("Propose this wording to", text="Attempt is covered only in part.")
    assert "agreed" in agrees(world, gap, "Belmora expert", "Cordania expert")
    need = proposes(world, convention, "5", "technical-assistance need", "Training of prosecutors.")
    agrees(world, need, "Cordania expert", "Arcadia expert")
    world["Arcadia focal point"].read(need).press("Mark as confidential")
    practice = proposes(world, protocol, "5", "good practice", "Victims are heard early.")
    agrees(world, practice, "Arcadia expert")

    clears_the_list(world, convention, ("Arcadia", "Belmora", "Cordania"))
    clears_the_list(world, protocol, ("Arcadia", "Belmora"))

    # The summary: compiled, edited, cleared, issued, published with Arcadia's consent.
    compiled = compiles(world, convention)
    assert "Attempt is covered only in part" in compiled
    assert "Victims are heard early" in compiled and "Training of prosecutors" not in compiled
    clears_the_summary(world, compiled.path, ("Arcadia", "Belmora", "Cordania"))
    issues(world, compiled.path, "CTOC/TEST/2028/1")
    anyone = world.browser()
    assert "CTOC/TEST/2028/1" not in anyone.read("/")
    world["Arcadia focal point"].read(compiled.path).press("Let everybody read")
    public = anyone.read("/")
    assert "CTOC/TEST/2028/1" in public and "Belmora" in public
    assert len(downloads(anyone)) == 3
    assert "concluded" in world["Arcadia expert"].read(convention)

    # The register of needs knows what was submitted; the journals hold together.
    journals_hold(world)
