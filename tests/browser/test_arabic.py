"""A day in Arabic: the language is chosen before signing in, and every page mirrors itself."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from reviewmech.cli.story import NAMES, PASSWORD
from reviewmech.places import TRANSLATIONS
from reviewmech.records.languages import translations
from tests.browser.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EXPERT = "arcadia.expert@example.org"
ATTEMPT = "[id='question-tip-5-attempt']"


def said(english: str) -> str:
    """Return the Arabic of a sentence of the interface."""
    return translations(TRANSLATIONS, "ar").gettext(english)


def choose_arabic_and_sign_in(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto("/")
    page.get_by_role("link", name="العربية").click()
    reads_from_the_right(page)
    page.get_by_role("link", name=said("Sign in")).click()
    page.get_by_label(said("E-mail address")).fill(EXPERT)
    page.get_by_label(said("Password")).fill(PASSWORD)
    page.get_by_role("button", name=said("Sign in")).click()
    page.wait_for_url("**/desk")
    return page


def open_article(page: Page) -> None:
    page.locator("main a[href^='/strands/']").filter(has_text=NAMES["Arcadia"]["ar"]).filter(
        has_text="الاتجار بالأشخاص"
    ).first.click()
    strand = page.url.split("/strands/")[1].split("/")[0]
    page.goto(f"/strands/{strand}/response/5")


def reads_from_the_right(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    expect(page.locator("html")).to_have_attribute("lang", "ar")


def begins_at(place: Locator) -> float:
    """Return where something ends on the right: where it begins for a reader of Arabic."""
    box = place.bounding_box()
    assert box is not None
    return box["x"] + box["width"]


def is_right_of(one: Locator, other: Locator) -> bool:
    box = one.bounding_box()
    assert box is not None
    return begins_at(other) <= box["x"] + 1


def scrolls_sideways(page: Page) -> bool:
    root = "document.documentElement"
    return bool(page.evaluate(f"{root}.scrollWidth > {root}.clientWidth"))


def test_a_question_is_answered_in_arabic(context: BrowserContext) -> None:
    page = choose_arabic_and_sign_in(context)
    reads_from_the_right(page)
    open_article(page)
    question = page.locator(ATTEMPT)
    question.locator("input[type=radio]").nth(1).check()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        question.get_by_role("button", name=said("Save"), exact=True).click()
    expect(question).to_contain_text(said("Saved, not submitted"))
    reads_from_the_right(page)
    page.reload()
    expect(question.locator("input[type=radio]").nth(1)).to_be_checked()


def test_a_sheet_mirrors_itself(context: BrowserContext) -> None:
    page = choose_arabic_and_sign_in(context)
    page.set_viewport_size({"width": 1280, "height": 900})
    open_article(page)
    assert is_right_of(page.locator("#article-list"), page.locator("main"))
    assert is_right_of(page.locator(".header .product"), page.locator(".header .signed-in"))
    steps = page.locator(".steps li")
    assert is_right_of(steps.first, steps.last)
    title = page.locator("main .words h1, main h1").first
    assert begins_at(title) > begins_at(page.locator(".strip-act, .sheet-head .tally").first)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_in_arabic_scrolls_sideways_on_a_phone(
    scheme: str, browser: Browser, site: Site
) -> None:
    phone = browser.new_context(
        base_url=site.address, viewport={"width": 390, "height": 800}, color_scheme=scheme
    )
    page = choose_arabic_and_sign_in(phone)
    links = page.eval_on_selector_all("main a[href^='/']", "all => all.map(a => a.pathname)")
    open_article(page)
    sheet = page.url.removeprefix(site.address)
    wide = []
    for address in dict.fromkeys([*links, sheet, "/account", "/"]):
        page.goto(address)
        reads_from_the_right(page)
        wide += [address] if scrolls_sideways(page) else []
    phone.close()
    assert not wide


def test_an_address_and_a_password_are_typed_from_left_to_right(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/sign-in")
    page.get_by_role("link", name="العربية").click()
    address = page.locator("input[type=email]")
    assert address.evaluate("field => getComputedStyle(field).direction") == "ltr"
    assert begins_at(address) == pytest.approx(
        begins_at(page.locator("input[type=password]")), abs=2
    )


def test_a_choice_is_remembered_by_this_browser_without_scripts(
    browser: Browser, site: Site
) -> None:
    plain = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = plain.new_page()
    page.goto("/sign-in")
    page.get_by_role("link", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    later = plain.new_page()
    later.goto("/")
    expect(later.locator("html")).to_have_attribute("lang", "fr")
    [kept] = [each for each in plain.cookies() if each["name"] == "language"]
    assert kept["expires"] > 0, "It outlives the window."
    plain.close()
