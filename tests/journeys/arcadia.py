"""How the review of Arcadia begins, which the journeys tell further.

Arcadia is reviewed on two instruments: by Belmora on both, by Cordania on the Convention alone.
Delmar takes no part and learns nothing.
"""

from __future__ import annotations

from tests.reading import Reader
from tests.world import (
    World,
    clears_how_it_is_held,
    gives_feedback,
    opens_a_review,
    question,
    registers,
    submits,
)

PARTIES = {
    "Arcadia": ("XAA", ("UNTOC", "TIP")),
    "Belmora": ("XAB", ("UNTOC", "TIP")),
    "Cordania": ("XAC", ("UNTOC",)),
    "Delmar": ("XAD", ("UNTOC",)),
}
PAIRING = {"Belmora": ("UNTOC", "TIP"), "Cordania": ("UNTOC",)}
ALL = ("Arcadia", "Belmora", "Cordania")


def opens_the_first_phase(world: World) -> str:
    """The secretariat opens the review and its first phase; return the review's address."""
    review = opens_a_review(world, PAIRING)
    phase = review.follow("Open a phase")
    opened = phase.press("Open the phase", part="cluster-1", starts_on="2027-01-01")
    assert "Organized Crime Convention" in opened and "Trafficking in Persons Protocol" in opened
    return review.path


def answers_convention(world: World, strand: str) -> None:
    """Arcadia's expert answers article 5 and names a need; a follow-up comes when it applies."""
    expert = world["Arcadia expert"]
    form = expert.read(f"{strand}/response").follow("Laws of").follow("Add a law")
    form.press("Add to the library", title="Penal Code", number="12/2011", dated="2011")
    article = expert.read(f"{strand}/response/5")
    assert "What is not yet covered?" not in article
    article = article.press("Save", within=question("untoc-5-offence"), choice="in_part")
    assert "What is not yet covered?" in article
    article.press(
        "Save", within=question("untoc-5-offence.missing"), text="Attempt is **not** covered."
    )
    expert.read(f"{strand}/response/5").press(
        "Save", within=question("untoc-5-model"), choices=["agreement"]
    )
    whole = expert.read(f"{strand}/response/whole")
    assert "What technical assistance would help?" in whole


def submits_the_convention(world: World) -> tuple[str, str]:
    """Tell the review until Arcadia's answers are read; return its address and the strand's."""
    review = opens_the_first_phase(world)
    for state in ALL:
        registers(world, state)
    strand = world["officer"].read(review).links()["Organized Crime Convention"]
    answers_convention(world, strand)
    clears_how_it_is_held(world, strand, ALL)
    submits(world, strand, "Belmora, Cordania and the secretariat")
    return review, strand


def comes_to_observations(world: World) -> str:
    """Tell the review of the Convention until its list begins; return the strand's address."""
    _, strand = submits_the_convention(world)
    gives_feedback(world, strand, "5", ("Belmora", "Cordania"))
    return strand


def is_hidden_from(reader: Reader, *addresses: str) -> None:
    """Check that a reader cannot tell these pages from pages that do not exist."""
    for address in addresses:
        reader.read(address, status=404)
