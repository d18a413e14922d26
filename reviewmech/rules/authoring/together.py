"""What only all questionnaires together can show: ids, drafts, follow-ups that nobody uses."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewmech.rules.authoring.shared import Shared
from reviewmech.rules.mechanism import Mechanism
from reviewmech.rules.mistakes import Mistake, Path, Source
from reviewmech.rules.questionnaire import WHOLE_PART, Question, Questionnaire


@dataclass(frozen=True)
class Written:
    """A questionnaire, and the structure file it was made from."""

    structure: Source
    questionnaire: Questionnaire

    def questions(self) -> Iterator[tuple[Path, Question]]:
        """Give the questions on articles that stand in the file itself, with their places.

        Those on the part as a whole bear the same ids in every part, and are left out.
        """
        for at, article in enumerate(self.structure.data["articles"]):
            for place, written in enumerate(article["questions"]):
                question = self.questionnaire.question(written.get("id", ""))
                if question is not None:
                    yield ("articles", at, "questions", place), question


def faults_of_all(written: Sequence[Written], *, complete: bool = True) -> Iterator[Mistake]:
    """Name ids that stand in two files, and first drafts that cannot be drawn.

    While other files cannot be read yet (not `complete`), a question may well stand in one of them.
    """
    first: dict[str, Written] = {}
    for each in written:
        for path, question in each.questions():
            other = first.setdefault(question.id, each)
            if other is not each:
                sentence = f"The id “{question.id}” stands in {other.structure.file} already."
                yield each.structure.mistake((*path, "id"), "duplicate-id", sentence)
    for each in written:
        yield from _drafts(each, first, complete)


def _drafts(written: Written, first: Mapping[str, Written], complete: bool) -> Iterator[Mistake]:
    for path, question in written.questions():
        for place, name in enumerate(question.draws_on):
            at = (*path, "draws_on", place)
            holder = first.get(name)
            if holder is not None:
                other = holder.questionnaire.question(name)
                sentence = "" if other is None else _unlike(question, other, holder is written)
                if sentence:
                    yield written.structure.mistake(at, "unlike-draft", sentence)
            elif complete:
                sentence = f"There is no question “{name}” in any questionnaire."
                yield written.structure.mistake(at, "unknown-question", sentence)


def _unlike(question: Question, other: Question, in_same_file: bool) -> str:
    """Say why the answer to another question cannot serve as a draft; nothing if it can."""
    if in_same_file:
        return f"“{other.id}” stands in this questionnaire; draw on the answers to another."
    if other.kind is not question.kind:
        return f"“{other.id}” is of kind “{other.kind}”, this question of kind “{question.kind}”."
    if {*other.choices, *other.rows} != {*question.choices, *question.rows}:
        return f"“{other.id}” has other choices or rows than this question."
    return ""


def orphans(written: Iterable[Written], shared: Shared) -> Iterator[Mistake]:
    """Name the follow-ups that no question of any questionnaire asks for."""
    asked = {
        question.id.rpartition(".")[2]
        for each in written
        for question in each.questionnaire.questions
        if question.parent
    }
    for key in shared.definitions["follow_ups"]:
        if key not in asked:
            sentence = f"No question asks for the follow-up “{key}”."
            yield shared.definitions_file.mistake(("follow_ups", key), "orphan-follow-up", sentence)


def faults_of_place(written: Iterable[Written], mechanism: Mechanism) -> Iterator[Mistake]:
    """Name questionnaires and articles that stand elsewhere than the Mechanism places them."""
    placed = {
        (code, part.key): set(numbers)
        for part in mechanism.parts
        for code, numbers in part.articles.items()
    }
    for each in written:
        asked = each.questionnaire
        articles = placed.get((asked.instrument, asked.part))
        if articles is None:
            sentence = f"mechanism.yaml has no part “{asked.part}” of {asked.instrument}."
            yield each.structure.mistake(("part",), "unknown-part", sentence)
        else:
            yield from _misplaced(each, articles)


def _misplaced(written: Written, articles: set[str]) -> Iterator[Mistake]:
    asked = written.questionnaire
    sections = [section.article for section in asked.sections]
    for at, article in enumerate(sections):
        if article not in articles | {WHOLE_PART}:
            sentence = (
                f"mechanism.yaml does not place article {article} of {asked.instrument} in "
                f"“{asked.part}”."
            )
            path = ("articles", at, "article")
            yield written.structure.mistake(path, "misplaced-article", sentence)
    for article in sorted(articles - set(sections)):
        sentence = (
            f"Nothing is asked on article {article} of {asked.instrument}, which mechanism.yaml "
            f"places in “{asked.part}”."
        )
        yield written.structure.mistake(("articles",), "missing-article", sentence)
