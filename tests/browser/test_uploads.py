"""Files on a poor line, in a real Chromium: cut, reloaded, resumed, cancelled, and never lost."""

from __future__ import annotations

import random
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Request, Route, expect

from tests.browser.site import sign_in
from tests.documents import PDF, archive

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

EXPERT = "arcadia.expert@example.org"
STRAND = "Trafficking in Persons Protocol, Cluster I: Criminalization and jurisdiction"
ATTEMPT, PENALTIES, PLACE = "tip-5-attempt", "tip-5-penalties", "tip-5-place"
SENT = "**/uploads?*"
SLICE = 64 * 1024


def a_file(folder: Path, name: str, size: int = 10 * SLICE) -> Path:
    """Make a PDF of a length, with contents of its own."""
    place = folder / name
    place.write_bytes(PDF + random.Random(name).randbytes(size - 2 * len(PDF)) + PDF)
    return place


def open_sheet(context: BrowserContext) -> Page:
    page = sign_in(context, EXPERT)
    strand = page.get_by_role("link", name=f"{STRAND}: review of Arcadia").first
    page.goto(f"{strand.get_attribute('href')}/response/5")
    return page


def files(page: Page, question: str) -> Locator:
    return page.locator(f"[data-files='{question}']")


def choose(page: Page, question: str, *places: Path) -> None:
    """Open the form beside an answer, if it is not open, and choose files."""
    link = files(page, question).get_by_role("link", name="Attach a file")
    if link.count():
        link.click()
    field = files(page, question).get_by_label("File to attach")
    expect(field).to_be_focused() if link.count() else None
    field.set_input_files(places)


def offset(request: Request) -> int:
    return int(parse_qs(urlsplit(request.url).query)["offset"][0])


def slices(page: Page) -> list[int]:
    """Return the list to which the place of each slice sent from now on is added."""
    sent: list[int] = []
    page.on(
        "request",
        lambda request: (
            sent.append(offset(request))
            if "/uploads?" in request.url and request.method == "POST"
            else None
        ),
    )
    return sent


def test_an_upload_cut_at_99_per_cent_goes_on_after_a_reload(
    context: BrowserContext, tmp_path: Path
) -> None:
    page, law = open_sheet(context), a_file(tmp_path, "law.pdf", 100 * SLICE)

    def cut(route: Route) -> None:
        is_last = route.request.method == "POST" and offset(route.request) >= 99 * SLICE
        route.abort("connectionreset") if is_last else route.continue_()

    page.route(SENT, cut)
    choose(page, ATTEMPT, law)
    expect(files(page, ATTEMPT).get_by_role("status")).to_contain_text(
        "law.pdf: the line is cut. 99% has arrived and is kept", timeout=60_000
    )
    page.reload()
    status = files(page, ATTEMPT).get_by_role("status")
    expect(status).to_contain_text("law.pdf came in part: 99%. Choose it again")
    page.unroute(SENT)
    sent = slices(page)
    choose(page, ATTEMPT, law)
    expect(status).to_have_text("“law.pdf” is attached.")
    assert sent == [99 * SLICE]
    link = files(page, ATTEMPT).get_by_role("link", name="law.pdf")
    with page.expect_download() as download:
        link.click()
    assert Path(download.value.path()).read_bytes() == law.read_bytes()
    page.reload()
    expect(files(page, ATTEMPT).get_by_role("link", name="law.pdf")).to_have_count(1)


def test_while_the_line_is_cut_the_page_says_so_and_then_goes_on(
    context: BrowserContext, tmp_path: Path
) -> None:
    page, law = open_sheet(context), a_file(tmp_path, "slow.pdf", 30 * SLICE)
    sent = slices(page)

    def leave(route: Route) -> None:
        if route.request.method == "POST" and offset(route.request) == 5 * SLICE:
            context.set_offline(True)
        route.continue_()

    page.route(SENT, leave)
    choose(page, PENALTIES, law)
    expect(files(page, PENALTIES).get_by_role("status")).to_contain_text("the line is cut")
    page.unroute(SENT)
    context.set_offline(False)
    expect(files(page, PENALTIES).get_by_role("link", name="slow.pdf")).to_be_visible()
    assert sent.count(0) == 1 and set(sent) == {place * SLICE for place in range(30)}


def test_on_a_slow_line_slices_are_small_and_other_pages_still_come(
    context: BrowserContext, tmp_path: Path
) -> None:
    page, law = open_sheet(context), a_file(tmp_path, "throttled.pdf", 4 * SLICE)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": 400,
            "downloadThroughput": 30_000,
            "uploadThroughput": 30_000,
        },
    )
    sizes: list[int] = []
    page.on(
        "request",
        lambda request: (
            sizes.append(len(request.post_data_buffer or b""))
            if "/uploads?" in request.url
            else None
        ),
    )
    choose(page, PLACE, law)
    row = files(page, PLACE).locator(".uploads li")
    expect(row.get_by_role("progressbar")).to_have_accessible_name("throttled.pdf")
    other = context.new_page()
    other.goto("/desk")
    expect(other.get_by_role("heading", level=1)).to_be_visible()
    expect(files(page, PLACE).get_by_role("link", name="throttled.pdf")).to_be_visible(
        timeout=60_000
    )
    expect(row).to_have_count(0)
    assert max(sizes) <= SLICE


def test_of_several_files_the_one_refused_says_why_and_the_others_come(
    context: BrowserContext, tmp_path: Path
) -> None:
    page, first, last = open_sheet(context), a_file(tmp_path, "1.pdf"), a_file(tmp_path, "3.pdf")
    posing = tmp_path / "2.pdf"
    posing.write_bytes(archive({"a.exe": b"MZ"}))
    choose(page, "tip-5-figures", first, posing, last)
    listed = files(page, "tip-5-figures")
    expect(listed.get_by_role("link", name="3.pdf")).to_be_visible()
    expect(listed.get_by_role("link", name="1.pdf")).to_be_visible()
    expect(listed.locator(".uploads li")).to_have_count(1)
    expect(listed.locator(".fault")).to_contain_text("This is an archive")
    listed.get_by_role("button", name="Cancel: 2.pdf").click()
    expect(listed.locator(".uploads li")).to_have_count(0)
    expect(listed.get_by_role("status")).to_have_text("2.pdf is cancelled.")


def test_a_file_that_can_never_be_taken_is_not_offered_another_try(
    context: BrowserContext, tmp_path: Path
) -> None:
    page = open_sheet(context)
    choose(page, PLACE, a_file(tmp_path, "large.pdf", 21 * 1024 * 1024))
    row = files(page, PLACE).locator(".uploads li")
    expect(row).to_contain_text("large.pdf is larger than 20 MB.")
    expect(row.get_by_role("progressbar")).to_have_count(0)
    expect(row.get_by_role("button", name="Try again")).to_have_count(0)
    expect(row).not_to_contain_text("has arrived")


def test_an_upload_cancelled_on_its_way_leaves_nothing(
    context: BrowserContext, tmp_path: Path
) -> None:
    page, law = open_sheet(context), a_file(tmp_path, "unwanted.pdf")
    page.route(SENT, lambda route: route.abort() if offset_of(route) else route.continue_())
    choose(page, "tip-5-organizers", law)
    status = files(page, "tip-5-organizers").get_by_role("status")
    expect(status).to_contain_text("10% has arrived")
    with page.expect_response("**/uploads/forget*"):
        page.get_by_role("button", name="Cancel: unwanted.pdf").click()
    expect(status).to_have_text("unwanted.pdf is cancelled.")
    page.unroute(SENT)
    page.reload()
    sent = slices(page)
    choose(page, "tip-5-organizers", law)
    expect(files(page, "tip-5-organizers").get_by_role("link", name="unwanted.pdf")).to_be_visible()
    assert sent[0] == 0


def offset_of(route: Route) -> int:
    return offset(route.request) if route.request.method == "POST" else 0


def test_when_the_session_has_ended_the_page_says_what_to_do(
    context: BrowserContext, tmp_path: Path
) -> None:
    page, law = open_sheet(context), a_file(tmp_path, "late.pdf")
    link = files(page, "tip-5-accomplices").get_by_role("link", name="Attach a file")
    link.click()
    expect(files(page, "tip-5-accomplices").get_by_label("File to attach")).to_be_focused()
    context.clear_cookies()
    files(page, "tip-5-accomplices").get_by_label("File to attach").set_input_files(law)
    expect(page.locator(".fault")).to_contain_text("perhaps your session has ended")
