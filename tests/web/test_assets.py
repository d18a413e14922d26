"""The files of the look: where they stand, how they travel, how long they may be kept."""

from __future__ import annotations

import gzip
import re

import pytest
from flask import Flask, url_for

from reviewmech.places import STATIC
from reviewmech.web.assets import APART, FIRST, LOOK, Look
from tests.reading import Reader

one_engine = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return url_for("static", filename=name)


def test_the_one_style_sheet_holds_every_sheet_once_and_in_order() -> None:
    look = Look(STATIC)
    whole = look.files[LOOK].content.decode()
    names = [path.stem for path in sorted((STATIC / "css").glob("*.css"))]
    sheets = {name: (STATIC / "css" / f"{name}.css").read_text(encoding="utf-8") for name in names}
    assert all(whole.count(sheets[name]) == 1 for name in set(names) - APART)
    assert not any(sheets[name] in whole for name in APART)
    places = [
        whole.index(sheets[name]) for name in [*FIRST, *sorted(set(names) - {*FIRST, *APART})]
    ]
    assert places == sorted(places)


@one_engine
def test_a_page_names_every_script_it_will_need_at_once(app: Flask) -> None:
    look = Look(STATIC)
    for name in look.scripts("js/page.js"):
        folder = (STATIC / name).parent
        text = (STATIC / name).read_text(encoding="utf-8")
        for found in re.findall(r'^import .*"(\./[^"]+)";', text, re.MULTILINE):
            needed = (folder / found).resolve().relative_to(STATIC).as_posix()
            assert needed in look.scripts("js/page.js")


@one_engine
def test_a_file_under_its_edition_may_be_kept_for_good(app: Flask, anyone: Reader) -> None:
    answer = anyone.get(address(app, "js/page.js"))
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.get_data() == (STATIC / "js" / "page.js").read_bytes()


@one_engine
def test_a_file_under_another_edition_is_asked_for_again(anyone: Reader) -> None:
    for path in ("/static/0123456789ab/js/page.js", "/static/js/page.js"):
        answer = anyone.get(path)
        assert answer.status_code == 200
        assert "immutable" not in answer.headers["Cache-Control"]
        again = anyone.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304 and not again.get_data()


@one_engine
def test_a_file_travels_packed_to_those_who_take_it_so(app: Flask, anyone: Reader) -> None:
    packed = anyone.get(address(app, LOOK), headers={"Accept-Encoding": "gzip"})
    plain = anyone.get(address(app, LOOK), headers={"Accept-Encoding": "gzip;q=0"})
    assert packed.content_encoding == "gzip" and plain.content_encoding is None
    assert gzip.decompress(packed.get_data()) == plain.get_data()
    assert "Accept-Encoding" in packed.vary and "Accept-Encoding" in plain.vary
    assert packed.headers["ETag"] != plain.headers["ETag"]


@one_engine
def test_nothing_outside_the_look_is_served(anyone: Reader) -> None:
    for path in ("/static/../setup.cfg", "/static/%2e%2e/setup.cfg", "/static/0123456789ab/none"):
        assert anyone.get(path).status_code == 404
