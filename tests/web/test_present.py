"""How texts are set on pages."""

import pytest
from flask import Flask

from reviewmech.papers import markdown
from reviewmech.web import present

HEAVY = "**a** " * 600


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_on_a_page_of_very_many_heavy_texts_the_last_stand_as_they_were_typed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(present, "MOST_SET", 10_000)
    for _page in range(2):
        with app.test_request_context():
            assert "<strong>" in present.prose("**heard**")
            texts = [present.prose(HEAVY) for _ in range(5)]
            assert "<strong>" in texts[0]
            assert texts[-1] == markdown.plain(HEAVY)
            assert "**heard**" in present.prose("**heard**")


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_part_is_called_by_its_number_and_its_title_as_far_as_it_has_one(app: Flask) -> None:
    with app.test_request_context():
        called = present.part_title("cluster-1")
        assert called == "Cluster I: Criminalization and jurisdiction"
        assert present.part_title("general") == "Scope, general and final provisions"
