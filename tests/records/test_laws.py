"""Looking for laws: by their words, those on a provision first, and all that cite one."""

from reviewmech.records.laws import Law, first_to_cite, looked_for
from reviewmech.web import sheets

FIVE = {"instrument": "UNTOC", "provision": "5"}


def a_law(key: int, title: str, **more: object) -> Law:
    given = {"translated_title": "", "language": "", "number": "", "dated": "", "link": ""}
    return Law(id=key, title=title, **{**given, "articles": [], "provisions": [], **more})


LIBRARY = [
    a_law(1, "Code pénal", translated_title="Penal Code", dated="2011-06-30"),
    a_law(2, "قانون العقوبات", number="No. 12", provisions=[FIVE]),
    a_law(3, "Loi sur les armes", number="12", dated="1999"),
]


def titles(found: list[Law]) -> list[int]:
    return [law.id for law in found]


def test_a_law_is_found_by_any_of_its_words_in_any_order() -> None:
    assert titles(looked_for(LIBRARY, "penal")) == [1]
    assert titles(looked_for(LIBRARY, "2011 CODE")) == [1]
    assert titles(looked_for(LIBRARY, "قانون")) == [2]
    assert titles(looked_for(LIBRARY, "12")) == [2, 3]
    assert looked_for(LIBRARY, "code 1999") == []


def test_laws_on_the_provision_come_first() -> None:
    assert titles(looked_for(LIBRARY, provision=FIVE)) == [2, 1, 3]


def test_a_list_never_carries_more_than_some_and_never_lacks_one_that_is_cited() -> None:
    library = [a_law(number, f"Act {number}") for number in range(500)]
    library[400].provisions = [FIVE]
    offered = titles(first_to_cite(library, FIVE, cited=[499, 3], most=10))
    assert len(offered) == 10 and {499, 3, 400} <= set(offered) and offered[0] == 400
    assert len(first_to_cite(library, None, cited=range(30), most=10)) == 30


def test_a_law_frozen_before_languages_were_kept_can_still_be_cited() -> None:
    old = {"id": 1, "title": "Wet", "translated_title": "", "number": "", "dated": "", "link": ""}
    assert sheets.law_title(old) == "Wet"
