"""Two browsers on one text at the same moment: nothing is lost, and both texts are shown.

That of an answer stands in `test_saving.py`; here are an observation's wording, which two States
propose at once, and a feedback text, on which two of one State write.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import CONVENTION, PROTOCOL, Reading, send, sent_to, some_words, strand
from tests.browser.sheet import FOCAL_POINT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


# An observation's wording: two States


def an_open_observation(page: Page) -> str:
    """Return the address of an observation whose wording can still be changed."""
    page.goto(strand(page, CONVENTION) + "/observations")
    links = page.locator("main a[href*='/observations/']").evaluate_all(
        "links => links.map(link => link.getAttribute('href').split('#')[0])"
    )
    for address in dict.fromkeys(each for each in links if each.rsplit("/", 1)[1].isdigit()):
        page.goto(address)
        if sent_to(page, "/wording").count():
            return str(address)
    raise AssertionError("The demonstration has an observation under discussion.")


def propose(page: Page, words: str) -> None:
    """Put a wording in the place of the one on the table."""
    form = sent_to(page, "/wording")
    form.locator("textarea").first.fill(words)
    send(form)


def test_of_two_states_that_reword_at_once_both_wordings_are_shown_and_both_are_kept(
    reading: Reading,
) -> None:
    belmora, arcadia = reading("belmora.expert"), reading("arcadia.expert")
    first, second = some_words(), some_words()
    address = an_open_observation(belmora)
    belmora.goto(address)
    arcadia.goto(address)
    propose(belmora, first)
    propose(arcadia, second)
    expect(arcadia.locator("main")).to_contain_text(first)
    expect(sent_to(arcadia, "/wording").locator("textarea").first).to_have_value(second)
    belmora.goto(address)
    expect(belmora.locator("main")).to_contain_text(first)
    expect(belmora.locator("main")).not_to_contain_text(second)
    send(sent_to(arcadia, "/wording"))
    belmora.goto(address)
    for words in (first, second):
        expect(belmora.locator("main")).to_contain_text(words)


def test_a_position_is_not_taken_on_a_wording_that_came_while_one_read(reading: Reading) -> None:
    belmora, cordania = reading("belmora.expert"), reading("cordania.expert")
    address = an_open_observation(belmora)
    belmora.goto(address)
    cordania.goto(address)
    words = some_words()
    propose(belmora, words)
    send(sent_to(cordania, "/position"))
    expect(cordania.locator("main")).to_contain_text(words)
    expect(cordania.locator("main [role=alert], main .errors").first).to_be_visible()


# A feedback text: two of one State


def feedback_on_the_protocol(reading: Reading, page: Page) -> str:
    """Return where feedback on an article of the Protocol is written; submit first, if needed."""
    address = strand(page, PROTOCOL)
    answered = page.goto(f"{address}/feedback/5")
    if answered is not None and answered.status == 403:
        chief = reading(FOCAL_POINT.partition("@")[0])
        chief.goto(f"{address}/response/check")
        chief.get_by_label("questions open").check()
        send(sent_to(chief, "/submit"))
    return f"{address}/feedback/5"


def test_of_two_of_a_state_who_write_feedback_at_once_both_texts_are_shown(
    reading: Reading,
) -> None:
    expert, chief = reading("belmora.expert"), reading("belmora.focal.point")
    first, second = some_words(), some_words()
    address = feedback_on_the_protocol(reading, expert)
    for page, words in ((expert, first), (chief, second)):
        page.goto(address)
        sent_to(page, "/feedback/5").locator("textarea[name=measures]").fill(words)
    send(sent_to(expert, "/feedback/5"))
    send(sent_to(chief, "/feedback/5"))
    expect(chief.locator("main")).to_contain_text(first)
    field = sent_to(chief, "/feedback/5").locator("textarea[name=measures]")
    expect(field).to_have_value(second)
    expert.reload()
    expect(expert.locator("textarea[name=measures]")).to_have_value(first)
    field.fill(f"{first} {second}")
    send(sent_to(chief, "/feedback/5"))
    expert.goto(address)
    expect(expert.locator("textarea[name=measures]")).to_have_value(f"{first} {second}")
