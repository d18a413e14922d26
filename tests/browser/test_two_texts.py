"""Two browsers on the text that all States edit together: both wordings are shown, none is lost."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.reading import Reading, send, sent_to, some_words
from tests.browser.test_two_at_once import an_open_observation, propose

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def two_at_the_same(reading: Reading) -> tuple[Page, Page, str]:
    """Open an observation in the browsers of two States."""
    belmora, arcadia = reading("belmora.expert"), reading("arcadia.expert")
    address = an_open_observation(belmora)
    for page in (belmora, arcadia):
        page.goto(address)
    return belmora, arcadia, address


def test_who_comes_second_sees_word_by_word_how_its_text_differs(reading: Reading) -> None:
    belmora, arcadia, address = two_at_the_same(reading)
    words = some_words()
    propose(belmora, f"{words} the law is narrow.")
    propose(arcadia, f"{words} the law is rather narrow.")
    difference = arcadia.locator("#yours")
    expect(difference.locator("ins")).to_contain_text("rather")
    expect(difference.locator("del")).to_have_count(0)
    expect(arcadia.locator("[role=alert]").first).to_contain_text("Another wording was put")
    send(sent_to(arcadia, "/wording").first)
    expect(arcadia.locator("#compare ins")).to_contain_text("rather")
    belmora.goto(address)
    expect(belmora.locator("#history")).to_contain_text(f"{words} the law is narrow.")
    expect(belmora.locator("#history")).to_contain_text(f"{words} the law is rather narrow.")


def test_the_words_selected_go_into_brackets_and_out_of_them(reading: Reading) -> None:
    belmora, _arcadia, _address = two_at_the_same(reading)
    field = sent_to(belmora, "/wording").locator("textarea").first
    field.fill("It is strongly recommended.")
    field.evaluate("field => field.setSelectionRange(6, 14)")
    button = belmora.get_by_role("button", name="Brackets around the selection")
    button.click()
    expect(field).to_have_value("It is [strongly] recommended.")
    button.click()
    expect(field).to_have_value("It is strongly recommended.")


def test_what_stands_in_brackets_is_marked_and_cannot_be_agreed(reading: Reading) -> None:
    belmora, arcadia, address = two_at_the_same(reading)
    words = some_words()
    propose(belmora, f"{words} is [strongly] recommended.")
    arcadia.goto(address)
    expect(arcadia.locator("mark.bracketed").first).to_be_visible()
    expect(arcadia.get_by_role("button", name="Agree to this wording")).to_have_count(0)
    arcadia.get_by_role("button", name="Propose it with all brackets off").click()
    expect(arcadia.locator("main")).to_contain_text(f"{words} is strongly recommended.")
    expect(arcadia.get_by_role("button", name="Agree to this wording")).to_have_count(1)
