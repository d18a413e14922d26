"""Reading in another language on the pages: both sides of a text, and who reads them."""

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from reviewmech.actions.dialogue import send_question
from reviewmech.actions.translations import translate
from reviewmech.papers import pandoc
from reviewmech.records.people import Person
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.reading import Page, Reader
from tests.translating import ORIGINAL, name_of, seen, shared, submit, translated

SignIn = Callable[[Person], Reader]
SECRET = "Entre nous : la loi de 2011."


def address(cast: Cast, thing: str, language: str = "fr") -> str:
    return f"/strands/{cast.untoc.id}/translations/{language}/of/{thing}"


def into(cast: Cast, language: str = "fr") -> str:
    return f"/strands/{cast.untoc.id}/translations/{language}"


def kept(cast: Cast, person: Person, thing: str) -> list[str]:
    return [each.translation.texts["remark"] for each in seen(cast, person, thing)]


def test_a_text_is_translated_with_the_original_beside_and_read_inside(
    cast: Cast, client_as: SignIn
) -> None:
    thing = name_of(submit(cast))
    reader = client_as(cast.belmora.expert)
    form = reader.read(address(cast, thing)).follow("Write a translation")
    assert ORIGINAL in form
    page = form.press("Keep it inside Belmora", remark="La loi de 2011.")
    assert "Only Belmora can see it" in page and "La loi de 2011." in page and ORIGINAL in page
    assert "unofficial translation. Typed by Expert of Belmora of Belmora" in page
    sides = page.soup.select(".sides .prose")
    assert [(each["lang"], each["dir"]) for each in sides] == [("en", "ltr"), ("fr", "ltr")]


def test_an_arabic_translation_reads_from_right_to_left_beside_an_english_original(
    cast: Cast, client_as: SignIn
) -> None:
    thing = name_of(submit(cast))
    translated(cast, cast.belmora.expert, thing, "ينطبق القانون.", "ar")
    page = client_as(cast.belmora.observer).read(address(cast, thing, "ar"))
    sides = page.soup.select(".sides .prose")
    assert [(each["lang"], each["dir"]) for each in sides] == [("en", "ltr"), ("ar", "rtl")]


def test_a_link_into_the_language_of_the_original_leads_to_another(
    cast: Cast, client_as: SignIn
) -> None:
    thing = name_of(submit(cast))
    reader = client_as(cast.belmora.expert)
    assert reader.read(address(cast, thing, "en")).path == address(cast, thing, "ar")
    translated(cast, cast.belmora.expert, thing, "La loi.", "fr")
    assert reader.read(address(cast, thing, "en")).path == address(cast, thing, "fr")


def test_an_answer_without_words_has_nothing_to_translate_and_says_so(
    cast: Cast, client_as: SignIn
) -> None:
    thing = name_of(submit(cast, {"choice": "yes"}))
    page = client_as(cast.belmora.expert).read(address(cast, thing), 404)
    assert "there is nothing to translate" in page


def test_a_long_article_comes_page_by_page(cast: Cast, client_as: SignIn) -> None:
    strand = cast.put(Step.FEEDBACK)
    chief = cast.acting(cast.belmora.focal_point)
    for number in range(25):
        send_question(cast.session, chief, strand, article="5", text=f"Question {number}.")
    page = client_as(cast.arcadia.observer).read(f"{into(cast)}/5")
    assert "Question 19." in page and "Question 20." not in page
    page = page.follow("Next")
    assert "Question 24." in page and "Question 0." not in page
    assert "Question 0." in page.follow("Previous")
    for odd in ("0", "-1", "x", "٣", "9" * 30):
        page.reader.read(f"{into(cast)}/5?page={odd}")


OTHERS: list[Callable[[Cast], Person]] = [
    lambda cast: cast.arcadia.focal_point,
    lambda cast: cast.cordania.expert,
    lambda cast: cast.officer,
]


@pytest.mark.parametrize("other", OTHERS)
def test_nobody_else_learns_of_a_translation_kept_inside(
    cast: Cast, client_as: SignIn, other: Callable[[Cast], Person]
) -> None:
    thing = name_of(submit(cast))
    reader = client_as(other(cast))
    places = [
        address(cast, thing),
        into(cast),
        f"{into(cast)}/5",
        f"/strands/{cast.untoc.id}/versions/1/5",
    ]

    def bare(page: Page) -> str:
        for field in page.soup.select("input[type=hidden]"):
            field.decompose()
        return str(page.soup)

    before = [bare(reader.read(place)) for place in places]
    file = reader.get(f"{into(cast)}/translations.po").get_data(as_text=True)
    made = translated(cast, cast.belmora.expert, thing, SECRET)
    assert [bare(reader.read(place)) for place in places] == before
    after = reader.get(f"{into(cast)}/translations.po").get_data(as_text=True)
    assert [line for line in after.splitlines() if "Date" not in line] == [
        line for line in file.splitlines() if "Date" not in line
    ]
    token = reader.read("/account").soup.find("input", attrs={"name": "csrf_token"})["value"]
    fields = {"csrf_token": token, "request_id": "guess"}
    status = 403 if other(cast) is cast.cordania.expert else 404
    said = reader.send(f"/strands/{cast.untoc.id}/translations/share/{made.key}", fields, status)
    assert SECRET not in said and made.shared_at is None


def test_sharing_is_an_act_of_its_own_that_says_who_will_read_it(
    cast: Cast, client_as: SignIn
) -> None:
    thing = name_of(submit(cast))
    translated(cast, cast.belmora.expert, thing, "La loi.")
    expert = client_as(cast.belmora.expert).read(address(cast, thing))
    assert not [words for words in expert.buttons() if words.startswith("Share with")]
    page = client_as(cast.belmora.focal_point).read(address(cast, thing))
    share = "Share with Arcadia, Cordania and the secretariat"
    form, _button = page.form_with(share)
    assert form.find_parent(class_="internal") is None
    page = page.press(share)
    assert "The translation is shared: Arcadia, Cordania and the secretariat can read it" in page
    assert not [words for words in page.buttons() if words.startswith("Share with")]
    for person in (cast.arcadia.observer, cast.cordania.expert, cast.officer):
        assert "La loi." in client_as(person).read(address(cast, thing))


def test_what_is_refused_comes_back_as_it_was_typed(cast: Cast, client_as: SignIn) -> None:
    thing = name_of(submit(cast))
    form = client_as(cast.belmora.expert).read(f"{address(cast, thing)}/write")
    page = form.press("Keep it inside", 422, remark="mot " * 30_000)
    assert "the limit is 100000" in page
    assert page.soup.find("textarea").get_text().count("mot") == 30_000
    page = page.press("Keep it inside", remark="Assez court.")
    assert "Assez court." in page


def test_a_text_of_a_megabyte_is_refused_in_words_and_the_page_still_comes(
    cast: Cast, client_as: SignIn
) -> None:
    thing = name_of(submit(cast))
    form = client_as(cast.belmora.expert).read(f"{address(cast, thing)}/write")
    page = form.press("Keep it inside", 422, remark="x" * 1_000_000)
    assert "the limit is 100000" in page and kept(cast, cast.belmora.expert, thing) == []


def test_a_form_sent_twice_keeps_one_translation(cast: Cast, client_as: SignIn) -> None:
    thing = name_of(submit(cast))
    form = client_as(cast.belmora.expert).read(f"{address(cast, thing)}/write")
    for _ in range(2):
        form.press("Keep it inside", remark="Une fois.")
    assert kept(cast, cast.belmora.expert, thing) == ["Une fois."]


def test_two_colleagues_at_once_are_told_of_each_other_and_both_texts_stay(
    cast: Cast, client_as: SignIn
) -> None:
    thing = name_of(submit(cast))
    one = client_as(cast.belmora.expert).read(f"{address(cast, thing)}/write")
    other = client_as(cast.belmora.focal_point).read(f"{address(cast, thing)}/write")
    one.press("Keep it inside", remark="Première.")
    page = other.press("Keep it inside", remark="Seconde.")
    assert "Expert of Belmora had kept another one while you were writing" in page
    assert "Première." in page and "Seconde." in page


def send_file(reader: Reader, page: Page, content: bytes, name: str, button: str) -> Page:
    form, _pressed = page.form_with(button)
    fields = {tag["name"]: tag.get("value", "") for tag in form.select("input[type=hidden]")}
    field = form.select_one("input[type=file]")["name"]
    fields |= {tag["name"]: tag.get_text() for tag in form.select("textarea")}
    answer = reader.post(
        form["action"], data={**fields, field: (BytesIO(content), name)}, follow_redirects=True
    )
    return Page(reader, answer)


@pytest.mark.parametrize("kind", ["docx", "odt", "txt"])
def test_the_words_of_a_file_are_kept_as_a_translation(
    cast: Cast, client_as: SignIn, kind: str
) -> None:
    thing = name_of(submit(cast))
    words = "La loi de 2011 s’applique."
    made = words.encode() if kind == "txt" else pandoc.convert(f"<p>{words}</p>", kind)
    reader = client_as(cast.belmora.expert)
    form = reader.read(f"{address(cast, thing)}/write")
    page = send_file(reader, form, made, f"loi.{kind}", "Keep it inside")
    assert page.status == 200 and words in page
    assert "Uploaded by Expert of Belmora" in page


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"MZ\x90\x00\x03\x00\x00\x00", "words.txt"),
        (b"%PDF-1.7 words", "words.txt"),
        (b"PK\x03\x04 broken", "words.docx"),
        (b"\xff\xfe\x00words", "words.md"),
        (b"words " * 20_000, "words.txt"),
    ],
    ids=["program", "pdf as text", "broken word file", "no utf-8", "too long"],
)
def test_a_file_that_is_no_text_is_refused_with_what_was_typed_kept(
    cast: Cast, client_as: SignIn, content: bytes, name: str
) -> None:
    thing = name_of(submit(cast))
    reader = client_as(cast.belmora.expert)
    form = reader.read(f"{address(cast, thing)}/write")
    form.soup.find("textarea").string = "Déjà tapé."
    page = send_file(reader, form, content, name, "Keep it inside")
    assert page.status == 422 and "Déjà tapé." in page.soup.find("textarea").get_text()
    assert page.soup.select(".problems li")
    assert kept(cast, cast.belmora.expert, thing) == []


def test_markup_in_a_translation_is_shown_and_never_run(cast: Cast, client_as: SignIn) -> None:
    thing = name_of(submit(cast))
    translated(cast, cast.belmora.expert, thing, "<script>alert(1)</script> **loi**")
    page = client_as(cast.belmora.expert).read(address(cast, thing))
    assert not [tag for tag in page.soup.find_all("script") if "alert" in tag.get_text()]
    assert page.soup.select(".sides strong")[0].get_text() == "loi"


def test_the_list_counts_what_is_translated_stale_and_missing(
    cast: Cast, client_as: SignIn
) -> None:
    translated(cast, cast.belmora.expert, name_of(submit(cast)), "2011.")
    submit(cast, {"choice": "yes", "remark": "The law of 2012."})
    submit(cast, {"remark": "A model."}, "untoc-5-model")
    page = client_as(cast.belmora.expert).read(f"/strands/{cast.untoc.id}/translations")
    assert page.path == into(cast, "en") and "There is nothing to translate" in page
    page = page.follow("French")
    (row,) = page.soup.select("tbody tr")
    assert [cell.get_text() for cell in row.select("td")] == ["2", "0", "1", "1"]
    page = page.follow(row.select_one("a").get_text())
    standing = [each.get_text(strip=True) for each in page.soup.select(".standing")]
    assert sorted(standing) == ["not translated", "the original has changed"]
    assert "The original has changed since." in page.follow("Open this text")


def test_a_translators_file_goes_out_and_comes_back_filled(cast: Cast, client_as: SignIn) -> None:
    thing = name_of(submit(cast))
    reader = client_as(cast.belmora.expert)
    page = reader.read(into(cast))
    file = reader.get(page.links()["Download the file for French"]).get_data(as_text=True)
    assert ORIGINAL in file and thing in file
    filled = re.sub(
        r'(msgid "' + re.escape(ORIGINAL) + r'"\nmsgstr )""',
        r'\1"La loi de 2011 s’applique."',
        file,
    )
    page = send_file(reader, page, filled.encode(), "fr.po", "Keep these translations")
    assert "1 translation was kept inside Belmora." in page
    assert kept(cast, cast.belmora.expert, thing) == ["La loi de 2011 s’applique."]
    page = send_file(
        reader, reader.read(into(cast)), filled.encode(), "fr.po", "Keep these translations"
    )
    assert "Nothing in this file was new." in page
    assert kept(cast, cast.belmora.expert, thing) == ["La loi de 2011 s’applique."]


@pytest.mark.parametrize(
    "change",
    [
        lambda file: b"\x00" + file,
        lambda file: b"no file of translators",
        lambda file: file.replace(b"law of 2011", b"law of 2012"),
        lambda file: file.replace(b"answer:", b"answer:9"),
        lambda file: file.replace(b'"Language: fr\\n"', b'"Language: ar\\n"'),
    ],
    ids=["no text", "no file", "another original", "another text", "another language"],
)
def test_a_translators_file_that_does_not_fit_changes_nothing(
    cast: Cast, client_as: SignIn, change: Callable[[bytes], bytes]
) -> None:
    thing = name_of(submit(cast))
    reader = client_as(cast.belmora.expert)
    page = reader.read(into(cast))
    file = reader.get(f"{into(cast)}/translations.po").get_data()
    filled = file.replace(b'msgstr ""\n\n', b'msgstr "Une loi."\n\n')
    filled = re.sub(rb'msgstr ""\n$', b'msgstr "Une loi."\n', file)
    assert b"Une loi." in filled
    page = send_file(reader, page, change(filled), "fr.po", "Keep these translations")
    if page.status != 422:
        assert "Nothing in this file was new." in page
    assert kept(cast, cast.belmora.expert, thing) == []


@pytest.mark.parametrize("language", ["xx", "..", "fr-FR", "EN", "5"])
def test_a_language_the_mechanism_does_not_speak_is_no_page(
    cast: Cast, client_as: SignIn, language: str
) -> None:
    thing, reader = name_of(submit(cast)), client_as(cast.belmora.expert)
    reader.read(f"/strands/{cast.untoc.id}/translations/{language}/of/{thing}", 404)


def test_a_text_that_was_not_sent_yet_or_is_elsewhere_is_no_page(
    cast: Cast, client_as: SignIn
) -> None:
    thing = name_of(submit(cast))
    reader = client_as(cast.belmora.expert)
    for name in (
        "answer:1:nothing",
        "message:abc:1",
        "feedback:1:5",
        "wording:1:",
        "x",
        f"{thing}x",
    ):
        reader.read(address(cast, name), 404)
    reader.read(f"/strands/{cast.tip.id}/translations/fr/of/{thing}", 403)
    cast.tip.step = Step.CONSULTATION
    cast.session.commit()
    reader.read(f"/strands/{cast.tip.id}/translations/fr/of/{thing}", 404)
    client_as(cast.delmar.focal_point).read(address(cast, thing), 404)


def test_without_a_translator_on_the_machine_none_is_offered(cast: Cast, client_as: SignIn) -> None:
    thing = name_of(submit(cast))
    page = client_as(cast.belmora.expert).read(address(cast, thing))
    assert not [words for words in page.buttons() if "machine" in words]


def test_what_the_machine_translates_stays_inside_and_says_that_a_machine_made_it(
    cast: Cast, app: Flask, client_as: SignIn, tmp_path: Path
) -> None:
    program = tmp_path / "translator.py"
    program.write_text("import sys; print('MACHINE ' + sys.stdin.read())", encoding="utf-8")
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, translator=f"{sys.executable} {program}")
    thing = name_of(submit(cast))
    page = client_as(cast.belmora.expert).read(address(cast, thing))
    page = page.press("Let the machine translate it")
    assert f"MACHINE {ORIGINAL}" in page and "Made by a machine, kept by Expert of Belmora" in page
    assert kept(cast, cast.cordania.expert, thing) == []
    shared(cast, cast.belmora.focal_point, seen(cast, cast.belmora.expert, thing)[0].translation)
    page = client_as(cast.cordania.expert).read(address(cast, thing))
    assert "Made by a machine, kept by Expert of Belmora of Belmora" in page


def test_a_translator_that_fails_keeps_nothing_and_says_so(
    cast: Cast, app: Flask, client_as: SignIn
) -> None:
    settings = app.extensions["settings"]
    app.extensions["settings"] = replace(settings, translator="/nowhere/translator")
    thing = name_of(submit(cast))
    page = client_as(cast.belmora.expert).read(address(cast, thing))
    page = page.press("Let the machine translate it", 503)
    assert "The translator failed" in page
    assert kept(cast, cast.belmora.expert, thing) == []


def test_a_newer_one_stays_inside_while_the_others_read_the_shared_one(
    cast: Cast, client_as: SignIn
) -> None:
    thing = name_of(submit(cast))
    shared(cast, cast.belmora.focal_point, translated(cast, cast.belmora.expert, thing, "Une."))
    words = {thing: {"remark": SECRET}}
    translate(
        cast.session, cast.acting(cast.belmora.expert), cast.untoc, words=words, language="fr"
    )
    assert SECRET not in client_as(cast.arcadia.expert).read(address(cast, thing))
    own = client_as(cast.belmora.expert).read(address(cast, thing))
    assert SECRET in own and "Une." in own
