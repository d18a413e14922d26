"""An observation as pages show it: its provision, its grounds, where each State stands on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from reviewmech.records.dialogue import SupplementaryQuestion, visible_questions
from reviewmech.records.observations import Ground, Observation, Position, Wording, questionnaire_of
from reviewmech.records.responses import questionnaire, visible_versions
from reviewmech.records.reviews import Strand
from reviewmech.rules.mechanism import Paper, Readership, Shown
from reviewmech.rules.steps import Step
from reviewmech.rules.vocabulary import Inquiry, ObservationKind, Outcome, Stance
from reviewmech.web import gate, labels, present, sheets
from reviewmech.web.titles import answer_title


@dataclass(frozen=True)
class Stand:
    """Where a State stands on the wording on the table: in a badge and a word."""

    state: str
    badge: str
    words: str


def stands(observation: Observation) -> list[Stand]:
    """Return where each State in scope stands on the wording on the table."""
    on_the_table = observation.wording
    return [
        Stand(
            present.state_name(state),
            *_stand(on_the_table, state.id, on_the_table.stances.get(state.id)),
        )
        for state in observation.strand.participants
    ]


def _stand(on_the_table: Wording, state: int, stance: Stance | None) -> tuple[str, str]:
    if stance is None:
        return "open", _("not yet")
    if stance is Stance.OBJECTS:
        return "overdue", _("objects")
    return (
        ("released", _("proposes")) if state == on_the_table.state_id else ("agreed", _("agrees"))
    )


def awaited(observation: Observation) -> str:
    """Name the States that have not agreed to the wording on the table."""
    waiting = observation.item.awaited
    return present.names(state for state in observation.strand.participants if state.id in waiting)


def told(position: Position) -> str:
    """Tell a position in a line: which State, what it said, by whom, when."""
    given = {
        "state": present.state_name(position.state),
        "stance": present.said(position.stance),
        "person": position.person.name if position.person else "",
        "when": present.hour(position.taken_at),
    }
    if position.note_id is not None:
        return _("%(state)s %(stance)s, by note verbale recorded by %(person)s, %(when)s", **given)
    return _("%(state)s %(stance)s (%(person)s), %(when)s", **given)


def provision(observation: Observation) -> str:
    """Return the provision an observation concerns, as it is cited."""
    article, paragraph = observation.article, observation.paragraph
    if not paragraph:
        return _("Article %(article)s", article=article)
    return _("Article %(article)s, paragraph %(paragraph)s", article=article, paragraph=paragraph)


def question_title(thread: SupplementaryQuestion) -> str:
    """Return how a supplementary question is named in a list: who asked, and its first words."""
    sent = [message.text for message in thread.messages if message.sent_at]
    gist = " ".join(sent[0].split())[:120] if sent else ""
    return _("%(state)s: %(gist)s", state=present.state_name(thread.asked_by), gist=gist)


def readers(strand: Strand) -> str:
    """Name everybody who reads the list as it is worked on."""
    return present.names([*strand.participants, _("the secretariat")])


def further_readers() -> str:
    """Name the audiences beyond the review that always read an adopted list."""
    shown = present.mechanism().papers[Paper.LIST].shown
    beyond = (Readership.STATES_PARTIES, Readership.PUBLIC)
    found = [present.said(each) for each in beyond if shown[each] is Shown.ALWAYS]
    return present.names(found)


def own_name(strand: Strand) -> str | None:
    """Return the name of the State the reader acts for, if any."""
    own = gate.actor().state_in(strand.review.id)
    found = (state for state in strand.participants if state.id == own)
    return next(map(present.state_name, found), None)


def is_recorded(strand: Strand) -> bool:
    """Say whether the reader may record here what a State sent by note verbale."""
    return gate.actor().officer and strand.step is Step.OBSERVATIONS


def address(observation: Observation) -> str:
    """Return the address of an observation's page."""
    return url_for(
        "observations.observation",
        strand_id=observation.strand_id,
        observation_id=observation.id,
    )


def by_article(
    strand: Strand, items: list[Observation]
) -> list[tuple[str, str, list[Observation]]]:
    """Return each article with its title and its items, by kind and then in their order."""
    kinds = list(ObservationKind)
    return [
        (
            section.article,
            section.title(present.language()),
            sorted(
                (item for item in items if item.article == section.article),
                key=lambda item: (kinds.index(item.kind), item.number),
            ),
        )
        for section in questionnaire_of(gate.session(), strand).sections
        if section.article
    ]


def places(articles: list[tuple[str, str, list[Observation]]]) -> list[sheets.Place]:
    """Return the articles of the list as links into its page."""
    return [
        sheets.Place(label=article, title=title, url=f"#article-{article}", current=False)
        for article, title, _listed in articles
    ]


Filters = dict[str, tuple[str, Callable[[Observation], bool]]]
"""The filters of the list: what the address says, the words, and which items are shown."""


def _filters(strand: Strand) -> Filters:
    own = gate.actor().state_in(strand.review.id)
    found: Filters = {
        "": (_("All"), lambda item: True),
        "open": (_("Open"), lambda item: item.outcome is Outcome.OPEN),
    }
    if own is not None:
        found["ours"] = (_("Waiting for my State"), lambda item: own in item.item.awaited)
    return found


def chosen_filter(strand: Strand, chosen: str) -> Callable[[Observation], bool]:
    """Return what the filter named in the address lets through; an unknown one lets all."""
    filters = _filters(strand)
    return filters.get(chosen, filters[""])[1]


def filter_links(
    strand: Strand, chosen: str, listed: list[Observation]
) -> list[tuple[str, str, bool, int]]:
    """Return the filters of the list as links, each with how many it shows."""
    return [
        (
            words,
            url_for("observations.observations", strand_id=strand.id, show=key or None),
            key == chosen,
            sum(map(is_shown, listed)),
        )
        for key, (words, is_shown) in _filters(strand).items()
    ]


def answers_on(strand: Strand, article: str) -> list[tuple[str, str]]:
    """Return the submitted answers on an article, of the newest version."""
    versions = visible_versions(gate.session(), strand.id, gate.actor(), gate.situation())
    if not versions:
        return []
    newest = versions[0]
    asked_in = questionnaire(gate.session(), newest.edition_id)
    section = asked_in.section(article)
    laws = {law["id"]: law for law in newest.laws}
    answered = [
        (question, sheets.given(question, newest.values.get(question.id, {}), laws))
        for question in (section.questions if section else ())
    ]
    return [
        (
            f"{newest.number}:{question.id}",
            f"{answer_title(asked_in, question)}: {answer.gist}",
        )
        for question, answer in answered
        if answer is not None
    ]


def closed_on(strand: Strand, article: str) -> list[SupplementaryQuestion]:
    """Return the closed supplementary questions on an article: what may be a ground."""
    sight = (gate.session(), strand.id, gate.actor(), gate.situation())
    seen = visible_questions(*sight, article)
    return [each for each in seen if each.state is Inquiry.CLOSED]


def grounds(observation: Observation) -> list[tuple[str, str]]:
    """Return what an observation rests on, as words and address."""
    found = [_answer(observation, ground) or _thread(ground) for ground in observation.grounds]
    return [linked for linked in found if linked]


def _answer(observation: Observation, ground: Ground) -> tuple[str, str] | None:
    if ground.version is None or ground.question is None:
        return None
    asked_in = questionnaire(gate.session(), ground.version.edition_id)
    asked = asked_in.question(ground.question)
    if asked is None:
        return None
    page = url_for(
        "versions.article",
        strand_id=observation.strand_id,
        number=ground.version.number,
        article=sheets.in_address(asked.article),
    )
    words = _(
        "Answer in version %(number)s: %(title)s",
        number=ground.version.number,
        title=answer_title(asked_in, asked),
    )
    return words, f"{page}#question-{asked.id}"


def _thread(ground: Ground) -> tuple[str, str] | None:
    if ground.thread is None:
        return None
    page = url_for("dialogue.question", strand_id=ground.thread.strand_id, key=ground.thread.key)
    return question_title(ground.thread), page


def title() -> str:
    """Return what the Mechanism calls the list, as a title."""
    return labels.title_of("list")


def closings() -> set[str]:
    """Return the ways, by their names, in which the Mechanism lets an item be closed."""
    return {outcome.name for outcome in present.mechanism().closings}
