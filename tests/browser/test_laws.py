"""A law found while typing, in a real Chromium: by keyboard, in both directions, among 500."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.site import Site, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EXPERT = "arcadia.expert@example.org"
STRAND = "Trafficking in Persons Protocol, Cluster I: Criminalization and jurisdiction"
OFFENCE, ATTEMPT = "tip-5-offence", "tip-5-attempt"


FIVE_HUNDRED = """
from sqlalchemy import select

from reviewmech.actions.laws import add_law
from reviewmech.config import from_environment
from reviewmech.installation import open_installation
from reviewmech.records.people import Person, actor
from reviewmech.records.reviews import Review

with open_installation(from_environment()).sessions() as session:
    emil = session.scalars(select(Person).filter_by(address=%(address)r)).one()
    review = next(each for each in session.scalars(select(Review)) if each.state.code == "XAA")
    for number in range(500):
        title = f"Act {number:03}"
        add_law(session, actor(session, emil), review, title=title, dated="2011")
    add_law(
        session,
        actor(session, emil),
        review,
        title="قانون مكافحة الاتجار",
        translated_title="Anti-Trafficking Act",
        dated="2014-05",
        language="ar",
        articles=[{"article": "7", "text": "Whoever recruits a person..."}],
        provisions=[{"instrument": "TIP", "provision": "5"}],
    )
"""
"""What fills a library; it runs beside the server, on its database."""


@pytest.fixture(scope="module")
def library(site: Site) -> None:
    """Fill the library of Arcadia with five hundred laws."""
    surroundings = {
        **os.environ,
        "REVIEWMECH_INSTANCE": str(site.instance),
        "REVIEWMECH_ADDRESS": site.address,
    }
    program = FIVE_HUNDRED % {"address": EXPERT}
    subprocess.run([sys.executable, "-c", program], env=surroundings, check=True)


def open_citation(context: BrowserContext, question: str) -> tuple[Page, Locator]:
    """Open the sheet, and the citations of an answer."""
    page = sign_in(context, EXPERT)
    strand = page.get_by_role("link", name=f"{STRAND}: review of Arcadia").first
    page.goto(f"{strand.get_attribute('href')}/response/5")
    answer = page.locator(f"[id='question-{question}']")
    answer.locator("details > summary", has_text="Laws cited").first.click()
    return page, answer


def test_a_law_is_found_chosen_and_quoted_by_keyboard(
    context: BrowserContext, library: None
) -> None:
    page, answer = open_citation(context, OFFENCE)
    finder = answer.get_by_role("combobox", name="Law of the library")
    finder.focus()
    page.keyboard.press("ArrowDown")
    options = answer.locator(".law-finder").get_by_role("option")
    expect(options.first).to_contain_text("Anti-Trafficking Act")
    expect(options.first).to_contain_text("implements this provision")
    expect(options.last).to_contain_text("type on to find")
    page.keyboard.type("trafficking")
    expect(options).to_have_count(1)
    expect(finder).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(finder).to_have_attribute("aria-activedescendant", options.first.get_attribute("id"))
    page.keyboard.press("Enter")
    expect(finder).to_have_attribute("aria-expanded", "false")
    assert "Anti-Trafficking Act" in finder.input_value()
    article = answer.locator("[name='citation-0-article']")
    article.fill("Art. 7")
    button = answer.get_by_role("button", name="Put in the text of article 7")
    # The ring of its focus, 5 px wide, touches neither neighbour.
    gaps = button.evaluate("""(button) => {
      const box = (each) => each.getBoundingClientRect(), here = box(button);
      const above = box(button.previousElementSibling), below = box(button.nextElementSibling);
      return [here.top - above.bottom, below.top - here.bottom];
    }""")
    assert min(gaps) >= 5, gaps
    button.click()
    quotation = answer.locator("[name='citation-0-quotation']")
    expect(quotation).to_have_value("Whoever recruits a person...")
    expect(quotation).to_be_focused()
    with page.expect_response(lambda reply: reply.request.method == "POST"):
        answer.get_by_role("button", name="Save", exact=True).click()
    page.reload()
    expect(page.locator(f"[id='question-{OFFENCE}']")).to_contain_text("Anti-Trafficking Act")


def test_what_is_typed_without_choosing_cites_nothing(
    context: BrowserContext, library: None
) -> None:
    page, answer = open_citation(context, ATTEMPT)
    finder = answer.get_by_role("combobox", name="Law of the library")
    finder.fill("act 07")
    expect(answer.get_by_role("option", name="Act 070")).to_be_visible()
    page.keyboard.press("Escape")
    expect(answer.get_by_role("listbox")).to_be_hidden()
    expect(finder).to_have_value("")
    finder.fill("Act 499")
    answer.get_by_role("option", name="Act 499").click()
    expect(finder).to_have_value("Act 499, 2011")
    finder.fill("something else")
    finder.blur()
    expect(finder).to_have_value("Act 499, 2011")
    finder.fill("")
    finder.blur()
    expect(answer.locator("select[name='citation-0-law']")).to_have_value("")


def test_rows_for_articles_come_without_a_page_between(context: BrowserContext) -> None:
    page = sign_in(context, EXPERT)
    strand = page.get_by_role("link", name=f"{STRAND}: review of Arcadia").first
    page.goto(str(strand.get_attribute("href")))
    review = page.locator("a[href*='/reviews/']").first.get_attribute("href")
    page.goto(f"{review}/laws/new")
    page.get_by_label("Title, as published").fill("Wet")
    rows = page.locator(".law-row")
    before = rows.count()
    page.get_by_role("button", name="More rows").click()
    expect(rows).to_have_count(before + 1)
    expect(page.locator(f"[name='article-{before}-article']")).to_be_focused()
    page.keyboard.type("12")
    page.locator(f"[name='article-{before}-text']").fill("Whoever...")
    page.get_by_label("Date", exact=True).fill("2014")
    page.get_by_role("button", name="Add to the library").click()
    page.get_by_role("link", name="Wet, 2014").click()
    expect(page.get_by_role("heading", name="Article 12")).to_be_visible()


def test_who_adds_a_law_while_citing_comes_back_and_the_line_names_what_is_cited(
    context: BrowserContext,
) -> None:
    page, answer = open_citation(context, "tip-5-penalties")
    sheet = page.url
    answer.get_by_role("link", name="Add a law to the library").click()
    page.get_by_label("Title, as published").fill("Loi contre la traite")
    page.get_by_label("Date", exact=True).fill("2019")
    page.get_by_role("button", name="Add to the library").click()
    expect(page).to_have_url(f"{sheet}#question-tip-5-penalties")
    line = answer.locator("details[id$='-citations'] > summary")
    line.click()
    answer.get_by_role("combobox", name="Law of the library").fill("contre")
    answer.get_by_role("option", name="Loi contre la traite").click()
    answer.locator("[name='citation-0-article']").fill("12")
    expect(line).to_have_text("Laws cited: Loi contre la traite, 2019, art. 12")
