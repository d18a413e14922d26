"""The library of laws: found, written and amended by one State's team, and seen by nobody else."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from reviewmech.actions.laws import LOOK_AGAIN, add_law
from reviewmech.actions.uploads import take
from reviewmech.records.laws import Law, citing, library_of
from reviewmech.records.people import Person
from reviewmech.records.responses import Version
from reviewmech.rules.steps import Step
from tests.cast import Cast
from tests.documents import PDF, archive
from tests.drafts import bring, save
from tests.reading import Page, Reader, filled_in, words_of

SignIn = Callable[[Person], Reader]
FIVE = {"instrument": "UNTOC", "provision": "5"}


def shelf(cast: Cast) -> str:
    return f"/reviews/{cast.review.id}/laws"


def add(cast: Cast, title: str = "Code", **more: Any) -> Law:
    made: Law = add_law(
        cast.session,
        cast.acting(cast.arcadia.expert),
        cast.review,
        **{"title": title, "dated": "2011-06-30", **more},
    )
    return made


def laws(cast: Cast) -> list[Law]:
    return library_of(cast.session, cast.arcadia.state.id)


def cite(cast: Cast, law: Law) -> None:
    for strand in (cast.untoc, cast.tip):
        citation = {"law": law.id, "article": "5"}
        name = f"{strand.instrument.lower()}-5-offence"
        save(cast, strand, name, {"choice": "yes", "citations": [citation]})


def test_of_a_large_library_an_article_offers_the_nearest_laws_and_all_when_asked(
    cast: Cast, client_as: SignIn
) -> None:
    for number in range(60):
        add(cast, f"Code {number:02}")
    tagged = add(cast, "Zoning code", provisions=[{"instrument": "UNTOC", "provision": "5"}])
    cited = laws(cast)[55]
    cite(cast, cited)
    page = client_as(cast.arcadia.expert).read(f"/strands/{cast.untoc.id}/response/5")

    def offered(page: Page) -> set[str]:
        chosen = page.soup.select("select[name='citation-0-law']")[0]
        return {str(option["value"]) for option in chosen.select("option") if option["value"]}

    assert len(offered(page)) == 40 and {str(tagged.id), str(cited.id)} <= offered(page)
    assert len(offered(page.follow("Offer all laws of the library"))) == 61


def test_an_empty_library_says_what_to_do(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.expert).read(shelf(cast))
    assert "Add each law once" in page
    page = page.follow("Add a law").press(
        "Add to the library",
        title="Code pénal",
        translated_title="Penal Code",
        language="fr",
        number="12",
        dated="2011-06",
        link="https://example.org/code",
        provisions=["UNTOC:5"],
        **{"article-1-article": "40", "article-1-text": "Quiconque participe..."},
    )
    assert "“Code pénal” is in the library and can be cited." in page
    (law,) = laws(cast)
    assert law.articles == [{"article": "40", "text": "Quiconque participe..."}]
    assert law.provisions == [FIVE] and law.language == "fr"
    page = page.follow("Code pénal")
    assert "June 2011" in page and "Quiconque participe..." in page and "(French)" in page
    assert page.soup.find("span", lang="fr") is not None
    assert "No answer cites it yet" in page and cast.arcadia.expert.name in page


def test_a_law_without_a_date_is_told_so_and_nothing_typed_is_lost(
    cast: Cast, client_as: SignIn
) -> None:
    page = client_as(cast.arcadia.expert).read(f"{shelf(cast)}/new")
    typed = {"title": "Wet", "number": "12", "provisions": ["UNTOC:5"], "article-0-text": "Wie"}
    page = page.press("Add to the library", 422, **typed)
    assert "A law has a date" in page
    assert page.soup.select_one("a[href='#dated']") is not None
    form, _button = page.form_with("Add to the library")
    assert {**filled_in(form), **typed} == {**filled_in(form), "provisions": ["UNTOC:5"]}
    page = page.press("Add to the library", 422, dated="2011")
    assert "Say of each text which article it is of" in page
    page.press("Add to the library", **{"article-0-article": "5"})
    assert laws(cast)[0].articles == [{"article": "5", "text": "Wie"}]


def test_further_rows_come_without_saving_or_losing_anything(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.expert).read(f"{shelf(cast)}/new")
    rows = {f"article-{place}-article": str(place + 1) for place in range(3)}
    page = page.press("More rows", title="Wet", **rows)
    form, _button = page.form_with("Add to the library")
    fields = filled_in(form)
    assert {**fields, **rows} == fields and fields["title"] == "Wet"
    assert "article-5-article" in fields and laws(cast) == []


def test_whoever_came_from_an_answer_goes_back_to_it(cast: Cast, client_as: SignIn) -> None:
    reader, back = client_as(cast.arcadia.expert), f"/strands/{cast.untoc.id}/response/5"
    page = reader.read(f"{shelf(cast)}/new?next={back}")
    assert page.press("Add to the library", title="Wet", dated="2011").path == back
    page = reader.read(f"{shelf(cast)}/new?next=//elsewhere.example.org/")
    assert page.press("Add to the library", title="Act", dated="2011").path == shelf(cast)


def test_the_sheet_leads_to_a_new_law_and_back_also_while_the_library_is_empty(
    cast: Cast, client_as: SignIn
) -> None:
    sheet = f"/strands/{cast.untoc.id}/response/5"
    page = client_as(cast.arcadia.expert).read(sheet).follow("Add a law to the library")
    page = page.press("Add to the library", title="Code", dated="2011")
    assert page.path == sheet and "can be cited" in page


def test_a_law_brings_its_file_along(cast: Cast, client_as: SignIn) -> None:
    reader = client_as(cast.arcadia.expert)
    page = send_with_file(reader.read(f"{shelf(cast)}/new"), PDF, title="Wet", dated="2011")
    assert page.status == 200
    (law,) = laws(cast)
    assert reader.get(f"{shelf(cast)}/{law.id}/file").data == PDF
    assert "law.pdf" in reader.read(f"{shelf(cast)}/{law.id}").links()


def test_a_file_is_not_sent_twice_because_another_field_was_refused(
    cast: Cast, client_as: SignIn
) -> None:
    page = client_as(cast.arcadia.expert).read(f"{shelf(cast)}/new")
    page = send_with_file(page, PDF, title="Wet")
    assert page.status == 422 and "“law.pdf” has arrived and is kept with this form" in page
    page.press("Add to the library", dated="2011")
    file = laws(cast)[0].file
    assert file is not None and file.name == "law.pdf"


def test_a_refused_file_keeps_the_words_of_the_law(cast: Cast, client_as: SignIn) -> None:
    page = client_as(cast.arcadia.expert).read(f"{shelf(cast)}/new")
    page = send_with_file(page, archive({"a": "b"}), title="Wet", dated="2011")
    assert page.status == 422 and "This is an archive" in page
    assert "is kept with this form" not in page
    page.press("Add to the library")
    assert laws(cast)[0].title == "Wet" and laws(cast)[0].file is None


def send_with_file(page: Page, content: bytes, **filled: str) -> Page:
    form, _button = page.form_with("Add to the library")
    fields = {**filled_in(form), **filled, "file": (BytesIO(content), "law.pdf")}
    answer = page.reader.post(str(form["action"]), data=fields, follow_redirects=True)
    return Page(page.reader, answer)


def test_the_library_is_searched_and_filtered_by_links(cast: Cast, client_as: SignIn) -> None:
    add(cast, "Code pénal", provisions=[FIVE])
    add(cast, "Loi sur les armes")
    reader = client_as(cast.arcadia.observer)
    page = reader.read(shelf(cast))
    assert "Code pénal" in page and "Loi sur les armes" in page
    assert "Add a law" not in page.links()
    page = page.follow("Organized Crime Convention, article 5 1")
    assert "Code pénal" in page and "Loi sur les armes" not in page
    page = reader.read(f"{shelf(cast)}?q=armes")
    assert "Code pénal" not in page and "Loi sur les armes" in page
    page = reader.read(f"{shelf(cast)}?q=nothing&provision=nonsense")
    assert "No law of the library fits" in page


def test_what_cites_a_law_leads_to_each_place_in_all_strands(cast: Cast, client_as: SignIn) -> None:
    law = add(cast)
    cite(cast, law)
    page = client_as(cast.arcadia.observer).read(f"{shelf(cast)}/{law.id}")
    found = [link["href"] for link in page.soup.select("#cited a")]
    assert [address.partition("#")[0] for address in found] == [
        f"/strands/{cast.untoc.id}/response/5",
        f"/strands/{cast.tip.id}/response/5",
    ]
    assert "articles cited: 5" in page


def test_amending_offers_the_answers_that_cite_it_and_marks_those_chosen(
    cast: Cast, client_as: SignIn
) -> None:
    law = add(cast)
    cite(cast, law)
    first, second = citing(cast.session, law)
    page = client_as(cast.arcadia.expert).read(f"{shelf(cast)}/{law.id}").follow("Amend this law")
    ticked = page.soup.select("[name=again][checked]")
    assert {box["value"] for box in ticked} == {str(first.answer.id), str(second.answer.id)}
    page = page.press("Save this law", number="12", again=[str(first.answer.id)])
    assert "“Code” is amended." in page and "to look at again" in page
    marked = [each.answer.look_again for each in citing(cast.session, law)]
    assert marked == [LOOK_AGAIN, ""]


def test_an_answer_to_look_at_again_names_the_law_that_was_amended(
    cast: Cast, client_as: SignIn
) -> None:
    law, other = add(cast), add(cast, "Another Act")
    citations = [{"law": law.id}, {"law": other.id}]
    save(cast, cast.untoc, "untoc-5-offence", {"choice": "yes", "citations": citations})
    expert = client_as(cast.arcadia.expert)
    expert.read(f"{shelf(cast)}/{law.id}/amend").press("Save this law", number="12")
    for address in ("", "/5"):
        page = expert.read(f"/strands/{cast.untoc.id}/response{address}")
        named = [link for link in page.links() if link.startswith("What changed in")]
        assert len(named) == 1 and "Code" in named[0]
        assert "What was saved, and when" in page.follow("What changed in")


def test_of_two_amendments_both_are_shown_and_neither_is_lost(
    cast: Cast, client_as: SignIn
) -> None:
    law = add(cast)
    address = f"{shelf(cast)}/{law.id}/amend"
    slow = client_as(cast.arcadia.expert).read(address)
    quick = client_as(cast.arcadia.focal_point).read(address)
    quick.press("Save this law", number="No. 12 of the focal point")
    both = slow.press("Save this law", 409, number="No. 13 of the expert")
    assert "No. 12 of the focal point" in both
    form, _button = both.form_with("Save mine on top")
    assert filled_in(form)["number"] == "No. 13 of the expert"
    assert laws(cast)[0].number == "No. 12 of the focal point"
    page = both.press("Save mine on top")
    assert laws(cast)[0].number == "No. 13 of the expert"
    assert "No. 12 of the focal point" in page


def test_a_law_of_before_dates_were_asked_for_is_shown_and_mended(
    cast: Cast, client_as: SignIn
) -> None:
    law = Law(state_id=cast.arcadia.state.id, title="Old Act", dated="")
    cast.session.add(law)
    cast.session.commit()
    reader = client_as(cast.arcadia.expert)
    assert "without a date" in reader.read(shelf(cast))
    page = reader.read(f"{shelf(cast)}/{law.id}")
    assert "kept before dates were asked for" in page
    page.follow("Amend this law").press("Save this law", dated="1999")
    assert laws(cast)[0].dated == "1999"


def found(reader: Reader, cast: Cast, **asked: str) -> list[str]:
    answer = reader.get(f"{shelf(cast)}/found", query_string=asked, headers={"X-Part": "list"})
    options = BeautifulSoup(answer.get_data(as_text=True), "html.parser").select("[role=option]")
    return words_of(options)


def test_laws_are_found_while_typing_those_on_the_provision_first(
    cast: Cast, client_as: SignIn
) -> None:
    for number in range(30):
        add(cast, f"Act {number:02}")
    add(cast, "Penal Act", provisions=[FIVE])
    reader = client_as(cast.arcadia.expert)
    first, *others, more = found(reader, cast, q="act", provision="UNTOC:5")
    assert first == "Penal Act, 2011-06-30 implements this provision"
    assert len(others) == 11 and more == "19 more: type on to find them."
    assert "Act 07" in found(reader, cast, q="act 07")[0]
    assert found(reader, cast, q="nothing") == ["No law of the library fits these words."]
    assert reader.get(f"{shelf(cast)}/found?q=act").location == f"{shelf(cast)}?q=act"


def test_the_articles_of_a_law_are_given_with_their_text(cast: Cast, client_as: SignIn) -> None:
    law = add(cast, articles=[{"article": "5", "text": "Whoever"}])
    answer = client_as(cast.arcadia.expert).get(f"{shelf(cast)}/{law.id}/articles")
    assert answer.json == {"articles": [{"article": "5", "text": "Whoever"}]}


def addresses(cast: Cast, law: Law) -> list[str]:
    own = [f"{shelf(cast)}/{law.id}{path}" for path in ("", "/amend", "/articles", "/file")]
    return [shelf(cast), f"{shelf(cast)}/new", f"{shelf(cast)}/found?q=whispered", *own]


def test_nobody_else_sees_the_library_or_that_there_is_a_law(cast: Cast, client_as: SignIn) -> None:
    law = add(cast, "whispered", file=take(cast.session, "whispered.pdf", PDF).plain)
    for person, status in (
        (cast.belmora.focal_point, 403),
        (cast.cordania.expert, 403),
        (cast.officer, 403),
        (cast.delmar.focal_point, 404),
    ):
        reader = client_as(person)
        for address in addresses(cast, law):
            assert "whispered" not in reader.read(address, status)
            missing = address.replace(f"/laws/{law.id}", "/laws/99999")
            assert reader.get(missing).status_code == status


def test_strangers_and_observers_write_nothing(cast: Cast, client_as: SignIn) -> None:
    law = add(cast)
    page = client_as(cast.arcadia.expert).read(f"{shelf(cast)}/{law.id}/amend")
    form, _button = page.form_with("Save this law")
    for person, status in (
        (cast.arcadia.observer, 403),
        (cast.belmora.expert, 403),
        (cast.officer, 403),
        (cast.delmar.expert, 404),
    ):
        theirs = client_as(person)
        token = theirs.read("/account").soup.find("input", attrs={"name": "csrf_token"})
        fields = {**filled_in(form), "csrf_token": token["value"], "title": "Theirs"}
        for address in (str(form["action"]), f"{shelf(cast)}/new"):
            theirs.send(address, fields, status)
    assert [each.title for each in laws(cast)] == ["Code"]


def test_a_law_of_another_state_is_not_there(cast: Cast, client_as: SignIn) -> None:
    foreign = Law(state_id=cast.belmora.state.id, title="Code of Belmora", dated="2011")
    cast.session.add(foreign)
    cast.session.commit()
    reader = client_as(cast.arcadia.expert)
    for path in ("", "/amend", "/articles", "/file"):
        reader.read(f"{shelf(cast)}/{foreign.id}{path}", 404)


def test_the_file_of_a_law_goes_out_with_a_version_that_cites_it(
    cast: Cast, client_as: SignIn
) -> None:
    law = add(cast, file=take(cast.session, "code.pdf", PDF).plain)
    cite(cast, law)
    other = add(cast, "Other", file=take(cast.session, "own.pdf", PDF + b"own").plain)
    bring(cast, cast.untoc, Step.CONSULTATION)
    version = cast.session.scalars(select(Version)).one()
    version.laws = [law.plain, {"id": 1, "title": "As versions of before kept it"}]
    cast.session.commit()
    reader = client_as(cast.belmora.expert)
    files = f"/strands/{cast.untoc.id}/versions/1/files"
    assert law.file is not None and other.file is not None
    assert reader.get(f"{files}/{law.file.sha256}").data == PDF
    reader.read(f"{files}/{other.file.sha256}", 404)


@pytest.mark.parametrize("started_from", ["", "none", "-1", "9" * 40])
def test_an_amendment_that_starts_from_nowhere_overwrites_nothing(
    started_from: str, cast: Cast, client_as: SignIn
) -> None:
    law = add(cast)
    page = client_as(cast.arcadia.expert).read(f"{shelf(cast)}/{law.id}/amend")
    page.press("Save this law", 409, number="12", started_from=started_from)
    assert laws(cast)[0].number == ""
