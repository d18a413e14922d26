"""No word is lost: two browsers, a line that fails, a session that ends, a page that is closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from reviewmech.cli.story import PASSWORD
from tests.browser.sheet import (
    ATTEMPT,
    EXPERT,
    FOCAL_POINT,
    PENALTIES,
    answer,
    asked,
    expect_state,
    go_to_sheet,
    is_the_same_page,
    margin,
    open_sheet,
    press,
)
from tests.browser.site import Site

PRACTICES = "tip-5.practices"

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

Open = Callable[[str], Page]


@pytest.fixture
def another(browser: Browser, site: Site) -> Iterator[Open]:
    """Give sheets opened in browsers of their own."""
    contexts: list[BrowserContext] = []

    def opened(address: str) -> Page:
        contexts.append(browser.new_context(base_url=site.address, locale="en-GB"))
        return open_sheet(contexts[-1], address)

    yield opened
    for each in contexts:
        each.close()


def some_words() -> str:
    """Return words that nobody wrote before."""
    return f"Words of {uuid4().hex}."


def kept_keys(page: Page) -> list[str]:
    """Return what this device keeps."""
    found: list[str] = page.evaluate(
        "Object.keys(localStorage).filter((key) => key.startsWith('reviewmech:'))"
    )
    return found


def what_is_kept(another: Open) -> str:
    """Return the answer as a fresh reader sees it."""
    return answer(another(EXPERT), PENALTIES).input_value()


def end_session(context: BrowserContext) -> None:
    """Let the session be over, as after its time: the rest of the device is as it was."""
    others = [each for each in context.cookies() if each["name"] != "session"]
    context.clear_cookies()
    context.add_cookies(others)


# As one writes


def test_words_are_saved_after_a_pause_without_a_button(
    context: BrowserContext, another: Open
) -> None:
    page, words = open_sheet(context), some_words()
    answer(page, PENALTIES).fill(words)
    expect_state(page, PENALTIES, "unsaved")
    expect_state(page, PENALTIES, "saved")
    expect(page.locator("#live")).to_have_text("Saved")
    assert what_is_kept(another) == words


def test_a_choice_is_saved_at_once(context: BrowserContext) -> None:
    page = open_sheet(context)
    with page.expect_response(lambda answer: answer.request.method == "POST", timeout=1000):
        asked(page, ATTEMPT).get_by_label("Yes, in part", exact=True).check()
    expect(asked(page, ATTEMPT)).to_contain_text("Saved, not submitted")


def test_words_typed_last_are_saved_when_the_page_is_left(
    context: BrowserContext, another: Open
) -> None:
    page, words = open_sheet(context), some_words()
    answer(page, PENALTIES).fill(words)
    page.goto("/desk")
    go_to_sheet(page)
    expect(answer(page, PENALTIES)).to_have_value(words)
    expect_state(page, PENALTIES, "saved")
    assert what_is_kept(another) == words


def test_words_written_while_a_save_is_under_way_are_kept_and_saved_next(
    context: BrowserContext, another: Open
) -> None:
    page, first, last = open_sheet(context), some_words(), some_words()
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held:
            route.continue_()
        held.append(route)

    page.route(f"**/response/5/{PENALTIES}*", hold_the_first)
    answer(page, PENALTIES).fill(first)
    asked(page, PENALTIES).get_by_role("button", name="Save", exact=True).click()
    expect_state(page, PENALTIES, "saving")
    answer(page, PENALTIES).fill(last)
    answer(page, PENALTIES).blur()
    page.wait_for_timeout(300)
    assert len(held) == 1
    held[0].continue_()
    expect_state(page, PENALTIES, "saved")
    expect(answer(page, PENALTIES)).to_have_value(last)
    assert what_is_kept(another) == last


# Two on one answer


def test_of_two_browsers_both_texts_are_shown_and_neither_is_lost(
    context: BrowserContext, another: Open
) -> None:
    mine, theirs = f"Ours: {some_words()}", f"Theirs: {some_words()}"
    slow, quick = open_sheet(context), another(FOCAL_POINT)
    answer(quick, PENALTIES).fill(theirs)
    press(quick, PENALTIES)
    answer(slow, PENALTIES).fill(mine)
    press(slow, PENALTIES, state="conflict")
    expect(slow.locator("#live")).to_contain_text("A colleague has saved this answer")
    note = margin(slow, PENALTIES).locator(".conflict")
    expect(note).to_contain_text(theirs)
    expect(note.locator("del")).to_contain_text(["Theirs"])
    expect(note.locator("ins")).to_contain_text(["Ours"])
    expect(answer(slow, PENALTIES)).to_have_value(mine)
    assert is_the_same_page(slow)
    note.get_by_role("button", name="Save mine on top").click()
    expect_state(slow, PENALTIES, "saved")
    expect(note).to_have_count(0)
    assert what_is_kept(another) == mine


def test_a_colleagues_words_are_taken_or_put_under_ones_own(
    context: BrowserContext, another: Open
) -> None:
    page, colleague = open_sheet(context), another(FOCAL_POINT)
    for button, expected in (
        ("Put these words under mine, to edit", "{mine}\n\n{theirs}"),
        ("Take what is kept", "{theirs}"),
    ):
        mine, theirs = some_words(), some_words()
        colleague.reload()
        answer(colleague, PENALTIES).fill(theirs)
        press(colleague, PENALTIES)
        answer(page, PENALTIES).fill(mine)
        press(page, PENALTIES, state="conflict")
        margin(page, PENALTIES).get_by_role("button", name=button).click()
        expect(answer(page, PENALTIES)).to_have_value(expected.format(mine=mine, theirs=theirs))
        if "under" in button:
            expect_state(page, PENALTIES, "saved")
            assert what_is_kept(another) == f"{mine}\n\n{theirs}"
    assert kept_keys(page) == []


def test_in_two_windows_of_ones_own_nothing_is_overwritten_either(context: BrowserContext) -> None:
    first = open_sheet(context)
    second = context.new_page()
    second.goto(first.url)
    answer(second, PENALTIES).fill(some_words())
    press(second, PENALTIES)
    answer(first, PENALTIES).fill(some_words())
    press(first, PENALTIES, state="conflict")
    expect(first.locator("#live")).to_contain_text("You have saved this answer in another window")


def test_save_pressed_over_a_conflict_shows_both_texts_and_overwrites_nothing(
    context: BrowserContext, another: Open
) -> None:
    page, colleague, words = open_sheet(context), another(FOCAL_POINT), some_words()
    answer(colleague, PENALTIES).fill(words)
    press(colleague, PENALTIES)
    answer(page, PENALTIES).fill(some_words())
    expect_state(page, PENALTIES, "conflict")
    press(page, PENALTIES, state="conflict")
    expect(margin(page, PENALTIES).locator(".conflict")).to_be_focused()
    assert what_is_kept(another) == words


def test_what_a_colleague_changed_is_told_and_shown_when_asked_for(
    context: BrowserContext, another: Open
) -> None:
    page, colleague, words = open_sheet(context), another(FOCAL_POINT), some_words()
    before = answer(page, PENALTIES).input_value()
    answer(colleague, PENALTIES).fill(words)
    press(colleague, PENALTIES)
    asked(page, ATTEMPT).get_by_label("No", exact=True).check()
    expect(asked(page, PENALTIES).locator(".news")).to_contain_text("Changed by Ana Arden")
    expect(answer(page, PENALTIES)).to_have_value(before)
    asked(page, PENALTIES).get_by_role("button", name="Show").click()
    expect(answer(page, PENALTIES)).to_have_value(words)
    expect(asked(page, PENALTIES).locator(".news")).to_have_count(0)


def test_a_field_still_at_hand_whose_words_were_saved_takes_a_colleagues_without_a_conflict(
    context: BrowserContext, another: Open
) -> None:
    page, colleague, words = open_sheet(context), another(FOCAL_POINT), some_words()
    answer(page, PENALTIES).fill(some_words())
    expect_state(page, PENALTIES, "saved")
    colleague.reload()
    answer(colleague, PENALTIES).fill(words)
    press(colleague, PENALTIES)
    expect(asked(page, PENALTIES).locator(".news")).to_contain_text("Ana Arden", timeout=30_000)
    asked(page, PENALTIES).get_by_role("button", name="Show").click()
    expect(answer(page, PENALTIES)).to_have_value(words)
    expect(margin(page, PENALTIES).locator(".conflict")).to_have_count(0)


def test_words_begun_and_taken_out_again_are_not_called_saved(context: BrowserContext) -> None:
    page = open_sheet(context)
    field = answer(page, PRACTICES)
    state = asked(page, PRACTICES).locator(".state")
    assert field.input_value() == ""
    field.fill("W")
    expect(state).to_have_attribute("data-state", "unsaved")
    field.fill("")
    expect(state).to_have_attribute("data-state", "")


def test_a_comment_half_written_stays_when_the_answer_beside_it_is_laid_anew(
    context: BrowserContext,
) -> None:
    page = open_sheet(context)
    answer(page, PENALTIES).fill(some_words())
    press(page, PENALTIES)
    margin(page, PENALTIES).get_by_text("Comment", exact=True).click()
    comment = margin(page, PENALTIES).get_by_role("textbox")
    comment.fill("Ask the Ministry.")
    asked(page, PENALTIES).get_by_role("button", name="Clear this answer").click()
    expect(answer(page, PENALTIES)).to_have_value("")
    expect(comment).to_have_value("Ask the Ministry.")


# Without a line


def test_without_a_line_words_wait_on_this_device_and_go_out_once(
    context: BrowserContext, another: Open
) -> None:
    page, words = open_sheet(context), some_words()
    context.set_offline(True)
    answer(page, PENALTIES).fill(words)
    answer(page, PENALTIES).blur()
    expect_state(page, PENALTIES, "kept")
    expect(asked(page, PENALTIES)).to_contain_text("Not sent yet: kept on this device")
    expect(page.locator("#waiting")).to_contain_text("Penalties")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url) if one.method == "POST" else None)
    context.set_offline(False)
    expect_state(page, PENALTIES, "saved")
    expect(page.locator("#waiting")).to_be_hidden()
    assert len(sent) == 1
    assert kept_keys(page) == []
    assert what_is_kept(another) == words


def test_words_survive_a_page_closed_without_a_line(context: BrowserContext, another: Open) -> None:
    page, words = open_sheet(context), some_words()
    address = page.url
    context.set_offline(True)
    answer(page, PENALTIES).fill(words)
    answer(page, PENALTIES).blur()
    expect_state(page, PENALTIES, "kept")
    page.close()
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    expect(answer(page, PENALTIES)).to_have_value(words)
    expect_state(page, PENALTIES, "saved")
    assert what_is_kept(another) == words


def test_words_that_waited_meet_what_a_colleague_saved_meanwhile(
    context: BrowserContext, another: Open
) -> None:
    page, mine, theirs = open_sheet(context), some_words(), some_words()
    context.set_offline(True)
    answer(page, PENALTIES).fill(mine)
    answer(page, PENALTIES).blur()
    expect_state(page, PENALTIES, "kept")
    colleague = another(FOCAL_POINT)
    answer(colleague, PENALTIES).fill(theirs)
    press(colleague, PENALTIES)
    context.set_offline(False)
    page.reload()
    expect_state(page, PENALTIES, "conflict")
    expect(answer(page, PENALTIES)).to_have_value(mine)
    expect(margin(page, PENALTIES)).to_contain_text(theirs)
    assert what_is_kept(another) == theirs


def test_a_save_whose_answer_was_lost_on_the_way_is_not_made_twice(
    context: BrowserContext, another: Open
) -> None:
    page, words = open_sheet(context), some_words()

    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(f"**/response/5/{PENALTIES}*", lose)
    answer(page, PENALTIES).fill(words)
    answer(page, PENALTIES).blur()
    expect_state(page, PENALTIES, "kept")
    page.unroute(f"**/response/5/{PENALTIES}*")
    page.get_by_role("button", name="Send them now").click()
    expect_state(page, PENALTIES, "saved")
    page.get_by_role("link", name="Earlier texts of Penalties").click()
    page.get_by_role("link", name="Show each save by itself").click()
    expect(page.locator("ins", has_text=words.split()[-1].strip("."))).to_have_count(1)


def test_an_answer_waiting_for_another_article_is_told_and_sent_from_here(
    context: BrowserContext, another: Open
) -> None:
    page, words = open_sheet(context), some_words()
    context.set_offline(True)
    answer(page, PENALTIES).fill(words)
    answer(page, PENALTIES).blur()
    expect_state(page, PENALTIES, "kept")
    address = page.url
    page.close()
    context.set_offline(False)
    other = context.new_page()
    other.goto(address.replace("/response/5", "/response/3"))
    expect(other.locator("#waiting")).to_be_hidden()
    assert what_is_kept(another) == words


# The session


def test_when_the_session_has_ended_one_signs_in_again_in_place(
    context: BrowserContext, another: Open
) -> None:
    page, words = open_sheet(context), some_words()
    end_session(context)
    answer(page, PENALTIES).fill(words)
    answer(page, PENALTIES).blur()
    dialog = page.get_by_role("dialog", name="You are signed out")
    dialog.get_by_label("E-mail address").fill(EXPERT)
    dialog.get_by_label("Password").fill("not this one")
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_contain_text("were not recognised")
    dialog.get_by_label("E-mail address").fill(EXPERT)
    dialog.get_by_label("Password").fill(PASSWORD)
    dialog.get_by_role("button", name="Sign in").click()
    expect(dialog).to_be_hidden()
    expect_state(page, PENALTIES, "saved")
    expect(answer(page, PENALTIES)).to_have_value(words)
    assert is_the_same_page(page)
    assert what_is_kept(another) == words


def test_a_page_goes_on_after_its_reader_signed_in_again_in_another_window(
    context: BrowserContext, another: Open
) -> None:
    page, words = open_sheet(context), some_words()
    end_session(context)
    open_sheet(context).close()
    answer(page, PENALTIES).fill(words)
    press(page, PENALTIES)
    assert what_is_kept(another) == words


def test_nothing_is_sent_in_the_name_of_somebody_else(
    context: BrowserContext, another: Open
) -> None:
    page, words = open_sheet(context), some_words()
    before = answer(page, PENALTIES).input_value()
    end_session(context)
    open_sheet(context, FOCAL_POINT).close()
    answer(page, PENALTIES).fill(words)
    press(page, PENALTIES, state="refused")
    expect(asked(page, PENALTIES)).to_contain_text("Somebody else is signed in here now")
    expect(answer(page, PENALTIES)).to_have_value(words)
    assert what_is_kept(another) == before


def wait_without_a_line(page: Page) -> None:
    """Let an answer wait on the device."""
    page.context.set_offline(True)
    answer(page, PENALTIES).fill(some_words())
    answer(page, PENALTIES).blur()


def test_signing_out_asks_first_and_then_wipes_the_device(context: BrowserContext) -> None:
    page = open_sheet(context)
    page.route(f"**/response/5/{PENALTIES}*", lambda route: route.abort())
    answer(page, PENALTIES).fill(some_words())
    answer(page, PENALTIES).blur()
    expect_state(page, PENALTIES, "kept")
    asks: list[str] = []

    def dismiss(dialog: object) -> None:
        asks.append(dialog.message)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.once("dialog", dismiss)
    page.get_by_role("button", name="Sign out").click()
    assert "wait on this device: 1" in asks[0]
    assert len(kept_keys(page)) == 1
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in")
    assert kept_keys(page) == []


def test_another_person_signing_in_wipes_what_the_one_before_left(context: BrowserContext) -> None:
    page = open_sheet(context)
    wait_without_a_line(page)
    expect_state(page, PENALTIES, "kept")
    assert len(kept_keys(page)) == 1
    page.close()
    context.set_offline(False)
    end_session(context)
    other = open_sheet(context, FOCAL_POINT)
    assert kept_keys(other) == []


def test_on_a_shared_computer_nothing_is_kept_and_the_page_says_so(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_label("E-mail address").fill(EXPERT)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_label("This is a shared computer").check()
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/desk")
    go_to_sheet(page)
    wait_without_a_line(page)
    expect_state(page, PENALTIES, "unsent")
    expect(asked(page, PENALTIES)).to_contain_text("Not sent yet: keep this page open")
    assert kept_keys(page) == []
    context.set_offline(False)
    expect_state(page, PENALTIES, "saved")


# Too much


def test_a_text_over_the_limit_is_said_before_anything_is_lost(context: BrowserContext) -> None:
    page, long = open_sheet(context), ("From Word. " * 50 + "\n") * 4000
    # As a paste does it, which a test by keyboard would take minutes for.
    answer(page, PENALTIES).evaluate(
        "(field, text) => { field.value = text; field.dispatchEvent(new Event('input', "
        "{ bubbles: true })); }",
        long,
    )
    press(page, PENALTIES, state="refused")
    expect(asked(page, PENALTIES)).to_contain_text("2204000 characters; the limit is 100000")
    assert answer(page, PENALTIES).input_value() == long
    words = some_words()
    answer(page, PENALTIES).fill(words)
    press(page, PENALTIES)


# By keyboard


def test_the_sheet_is_filled_in_by_keyboard_alone(context: BrowserContext) -> None:
    page, words = open_sheet(context), some_words()
    page.keyboard.press("j")
    expect(asked(page, "tip-5-offence").locator("h2")).to_be_focused()
    # How many questions stand before it depends on what other tests have answered.
    while page.evaluate("document.activeElement.id") != f"question-{PENALTIES}-title":
        before = page.evaluate("document.activeElement.id")
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.id") != before
    page.keyboard.press("k")
    expect(page.locator(f"[id='{before}']")).to_be_focused()
    page.keyboard.press("j")
    answer(page, PENALTIES).focus()
    page.keyboard.press("Control+A")
    page.keyboard.type(f"{words} j k s / ?")
    expect(answer(page, PENALTIES)).to_have_value(f"{words} j k s / ?")
    page.keyboard.press("Escape")
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("s")
    expect_state(page, PENALTIES, "saved")
    page.keyboard.press("/")
    expect(page.get_by_label("Find a question")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys")).to_be_hidden()


def test_single_keys_can_be_turned_off(context: BrowserContext) -> None:
    page = open_sheet(context)
    page.keyboard.press("?")
    page.get_by_label("Use these keys").uncheck()
    page.get_by_role("button", name="Close").click()
    page.locator("h1").click()
    page.keyboard.press("j")
    expect(asked(page, "tip-5-offence").locator("h2")).not_to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
