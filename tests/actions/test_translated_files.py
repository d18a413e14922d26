"""Files in which translations come: documents for one text, translators' files for many."""

from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from reviewmech.actions.translated_files import LARGEST_DOCUMENT, from_file, words_in
from reviewmech.papers import bilingual, pandoc
from reviewmech.papers.bilingual import Part
from reviewmech.rules.refusals import Invalid
from tests.cast import Cast
from tests.translating import ORIGINAL, name_of, submit, translated

MOMENT = datetime(2027, 1, 4, 9, tzinfo=UTC)
HTML = "<p>ينطبق <strong>قانون</strong> ٢٠١١.</p><ul><li><p>أول</p></li></ul>"


@pytest.mark.parametrize("kind", ["docx", "odt"])
def test_the_words_of_a_document_come_in_the_markdown_of_the_house(kind: str) -> None:
    words = words_in(pandoc.convert(HTML, kind), f"words.{kind}")
    assert "**قانون**" in words and "- أول" in words


def test_plain_words_come_as_they_are() -> None:
    assert (
        words_in("\ufeffLa loi.\r\n\r\n**Oui.**".encode(), "words.md") == "La loi.\r\n\r\n**Oui.**"
    )


@pytest.mark.parametrize(
    "content",
    [
        b"%PDF-1.7",
        b"\x89PNG\r\n\x1a\n",
        b"MZ\x90\x00",
        b"PK\x03\x04",
        b"x" * (LARGEST_DOCUMENT + 1),
    ],
)
def test_what_holds_no_words_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        words_in(content, "words.txt")


def test_a_file_gives_what_is_new_in_it_by_text_and_part(cast: Cast, session: Session) -> None:
    thing = name_of(submit(cast))
    file = bilingual.write([Part(thing, "remark", ORIGINAL, "La loi.")], "fr", "Review", MOMENT)
    expert = cast.acting(cast.belmora.expert)
    assert from_file(session, expert, cast.untoc, file, "fr") == {thing: {"remark": "La loi."}}
    translated(cast, cast.belmora.expert, thing, "La loi.")
    assert from_file(session, expert, cast.untoc, file, "fr") == {}
    # What a State keeps inside is no reason to leave out what another brings.
    cordania = cast.acting(cast.cordania.expert)
    assert from_file(session, cordania, cast.untoc, file, "fr") == {thing: {"remark": "La loi."}}


def test_a_file_of_more_parts_than_any_strand_has_is_refused(cast: Cast, session: Session) -> None:
    """Else the database would be asked for more names at once than it takes."""
    submit(cast)
    head = b'msgid ""\nmsgstr ""\n"Language: fr\\n"\n'
    one = 'msgctxt "answer:1:q{0} remark"\nmsgid "a"\nmsgstr "b"\n\n'
    file = head + "".join(one.format(each) for each in range(90_000)).encode()
    expert = cast.acting(cast.belmora.expert)
    with pytest.raises(Invalid, match="more texts"):
        from_file(session, expert, cast.untoc, file, "fr")


def test_a_file_with_an_original_that_is_not_ours_is_refused(cast: Cast, session: Session) -> None:
    thing, expert = name_of(submit(cast)), cast.acting(cast.belmora.expert)
    file = bilingual.write(
        [Part(thing, "remark", "Another law.", "La loi.")], "fr", "Review", MOMENT
    )
    with pytest.raises(Invalid, match="not as it is here"):
        from_file(session, expert, cast.untoc, file, "fr")
    with pytest.raises(Invalid, match="another review or strand"):
        from_file(session, expert, cast.tip, file, "fr")


def test_texts_of_every_kind_of_sign_go_out_and_come_back(cast: Cast, session: Session) -> None:
    original = 'Quotes "so", back\\slashes, %s and %(name)s,\nlines\n\n\tand 🕊️ – نص.'
    thing = name_of(submit(cast, {"choice": "yes", "remark": original}))
    said = "«" + original.replace("lines", "lignes") + "»"
    file = bilingual.write([Part(thing, "remark", original, said)], "fr", "Review", MOMENT)
    found = from_file(session, cast.acting(cast.belmora.expert), cast.untoc, file, "fr")
    assert found == {thing: {"remark": said}}
