"""What only all questionnaires together can show: ids, first drafts, and the place of articles."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

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
                question = self.questionnaire.question(written.get("id") or "")
                if question is not None:
                    yield ("articles", at, "questions", place), question


def faults_of_all(written: Iterable[Written], *, complete: bool = True) -> Iterator[Mistake]:
    """Name ids that stand in two files, and first drafts that cannot be drawn.

    While other files cannot be read yet (not `complete`), a question may well stand in one of them.
    """
    written = list(written)
    first: dict[str, Written] = {}
    for each in written:
        for path, question in each.questions():
            other = first.setdefault(question.id, each)
            if other is not each:
                sentence = f"The id “{question.id}” stands in {other.structure.file} already."
                yield each.structure.mistake((*path, "id"), sentence)
    holders = {name: holder.questionnaire for name, holder in first.items()}
    for each in written:
        yield from _drawn(each, holders, complete)


def _drawn(
    written: Written, holders: Mapping[str, Questionnaire], complete: bool
) -> Iterator[Mistake]:
    for path, question in written.questions():
        for place, name in enumerate(question.draws_on):
            holder = holders.get(name)
            asked = holder.question(name) if holder else None
            if asked is None and not complete:
                continue
            if asked is None:
                sentence = f"There is no question “{name}” in any questionnaire."
            elif holder is written.questionnaire:
                sentence = f"“{name}” stands in this questionnaire; draw on another's answers."
            elif asked.kind is not question.kind:
                sentence = f"“{name}” is of kind “{asked.kind}”, this question “{question.kind}”."
            elif (set(asked.choices), set(asked.rows)) != (
                set(question.choices),
                set(question.rows),
            ):
                sentence = f"“{name}” offers other choices than this question."
            else:
                continue
            yield written.structure.mistake((*path, "draws_on", place), sentence)


def faults_of_place(written: Iterable[Written], mechanism: Mechanism) -> Iterator[Mistake]:
    """Name questionnaires and articles that stand elsewhere than the Mechanism places them."""
    articles = {
        (code, part.key): set(numbers)
        for part in mechanism.parts
        for code, numbers in part.articles.items()
    }
    for each in written:
        asked = each.questionnaire
        placed = articles.get((asked.instrument, asked.part))
        if placed is None:
            sentence = f"mechanism.yaml has no part “{asked.part}” of {asked.instrument}."
            yield each.structure.mistake(("part",), sentence)
            continue
        sections = [section.article for section in asked.sections]
        for at, article in enumerate(sections):
            if article not in placed | {WHOLE_PART}:
                sentence = (
                    f"mechanism.yaml does not place article {article} of {asked.instrument} in "
                    f"“{asked.part}”."
                )
                yield each.structure.mistake(("articles", at, "article"), sentence)
        for article in sorted(placed - set(sections)):
            sentence = (
                f"Nothing is asked on article {article} of {asked.instrument}, which "
                f"mechanism.yaml places in “{asked.part}”."
            )
            yield each.structure.mistake(("articles",), sentence)
