"""Files are handed out to be kept, never to be run; one that is missing is told so."""

from collections.abc import Callable

import pytest

from reviewmech.actions.evidence import attach_file
from reviewmech.actions.uploads import take
from reviewmech.records.database import surroundings
from reviewmech.records.evidence import Evidence
from reviewmech.records.people import Person
from tests.cast import Cast
from tests.documents import PDF, TEXT
from tests.reading import Reader

SignIn = Callable[[Person], Reader]

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def attach(cast: Cast, name: str, content: bytes) -> Evidence:
    made: Evidence = attach_file(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.untoc,
        question="untoc-5-offence",
        file=take(cast.session, name, content).plain,
    )
    return made


def test_a_file_is_handed_out_as_a_download_that_can_do_nothing(
    cast: Cast, client_as: SignIn
) -> None:
    made = attach(cast, "قانون.html", b"<script>alert(1)</script>" + TEXT)
    answer = client_as(cast.arcadia.expert).get(f"/strands/{cast.untoc.id}/evidence/{made.id}")
    headers = answer.headers
    assert answer.status_code == 200 and answer.data.endswith(TEXT)
    assert headers["Content-Type"].startswith("text/plain")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert headers["Cache-Control"] == "private, no-cache"
    assert headers["Content-Disposition"].startswith("attachment;")
    assert (
        "filename*=UTF-8''%D9%82%D8%A7%D9%86%D9%88%D9%86.html.txt"
        in (headers["Content-Disposition"])
    )


def test_a_file_that_is_missing_in_the_store_is_told_so(cast: Cast, client_as: SignIn) -> None:
    made = attach(cast, "law.pdf", PDF)
    sha256 = made.attachment.sha256
    (surroundings(cast.session).folder / "files" / sha256[:2] / sha256).unlink()
    page = client_as(cast.arcadia.expert).read(
        f"/strands/{cast.untoc.id}/evidence/{made.id}", status=404
    )
    assert "“law.pdf” is on record, but the file itself is not in the store" in page
