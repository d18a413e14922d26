"""What holds after every act, whoever tried whatever: nothing lost, nothing leaked, all told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from email.message import EmailMessage
from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from reviewmech.records.journal import Chain, broken_at
from reviewmech.records.letters import Letter
from reviewmech.records.notices import in_letter
from reviewmech.records.people import Person
from reviewmech.records.people import actor as actor_of
from reviewmech.records.reviews import case
from reviewmech.rules.access import Actor, may
from reviewmech.rules.policy import POLICY
from reviewmech.rules.purposes import Action
from reviewmech.rules.steps import ORDER, Step
from tests.stateful.seeing import may_see, opened, seen
from tests.stateful.stage import Kept, Outcome, Stage, marks

NEVER_CHANGED = (
    "attachment",
    "clearance",
    "consultation",
    "contribution_revision",
    "edition",
    "feedback_release",
    "feedback_revision",
    "journal_entry",
    "hand_over",
    "law_revision",
    "meeting",
    "message_revision",
    "need",
    "note_verbale",
    "paragraph_edit",
    "revision",
    "version",
    "version_answer",
    "wording",
)
"""Tables to which rows are only added."""

MAY_GO = frozenset({"article_read", "message_file", "reviewing_state"})
"""Tables whose rows may be taken away.

A mark of what was read, and a file that goes no longer with a draft; a State that did nothing is
released from a pairing.
"""


def check(stage: Stage, outcome: Outcome) -> None:
    """Check everything that one act could have broken."""
    _accepted_or_refused(outcome)
    _told_in_the_journal(stage, outcome)
    _nothing_lost(outcome)
    _sent_is_sent(stage, outcome)
    _one_focal_point(stage, outcome.after)
    _agreed_is_agreed(stage, outcome)
    _only_forward(stage, outcome)
    _no_word_in_a_letter(outcome.after)
    _nothing_in_a_refusal(stage, outcome)


def _accepted_or_refused(outcome: Outcome) -> None:
    """An act is done by who may do it, or refused in a sentence; a refused one changes nothing."""
    if outcome.error is not None:
        raise AssertionError(f"{outcome.attempt} broke off") from outcome.error
    if outcome.refusal is None:
        assert outcome.is_open, f"{outcome.attempt} was done though the policy does not open it"
        return
    assert str(outcome.refusal).endswith((".", "?")), outcome.refusal
    assert _changes(outcome) == {}, f"{outcome.attempt} was refused ({outcome.refusal})"


def _changes(outcome: Outcome) -> dict[str, Any]:
    pairs = ((name, outcome.before[name], rows) for name, rows in outcome.after.items())
    return {name: set(then.items()) ^ set(now.items()) for name, then, now in pairs if then != now}


def _told_in_the_journal(stage: Stage, outcome: Outcome) -> None:
    """Each act done has exactly one line, its own; and every seal holds."""
    before, after = outcome.before["journal_entry"], outcome.after["journal_entry"]
    added = [key for key in after if key not in before]
    assert len(added) == (0 if outcome.refusal else 1), outcome.attempt
    for row in stage.rows({"journal_entry": {key: after[key] for key in added}}, "journal_entry"):
        attempt = outcome.attempt
        told = (row["action"], row["person_id"], row["note_id"], row["request_id"])
        actor = attempt.actor
        assert told == (attempt.action.value, actor.person, actor.note, attempt.request_id)
    for chain in stage.session.scalars(select(Chain.name)).all():
        assert broken_at(stage.session, chain) is None, chain


def _nothing_lost(outcome: Outcome) -> None:
    """No row goes, none of what is kept for good changes, and every text once kept is there."""
    for table, rows in outcome.before.items():
        now = outcome.after[table]
        if table not in MAY_GO:
            assert rows.keys() <= now.keys(), f"{outcome.attempt} took rows away: {table}"
        if table in NEVER_CHANGED:
            changed = {key for key, row in rows.items() if now.get(key) != row}
            assert not changed, f"{outcome.attempt} changed {table} {changed}"
        lost = _words(rows) - _words(now)
        if lost:
            gone = lost - set().union(*(_words(each) for each in outcome.after.values()))
            assert not gone, f"{outcome.attempt} lost {gone} of {table}"


def _words(rows: dict[object, tuple[object, ...]]) -> set[str]:
    return marks(str(list(rows.values())))


def _sent_is_sent(stage: Stage, outcome: Outcome) -> None:
    """A message that was sent stays as it was; an issued summary stays, word for word."""
    now = {row["id"]: row for row in stage.rows(outcome.after, "message")}
    for row in stage.rows(outcome.before, "message"):
        if row["sent_at"]:
            assert now[row["id"]] == row, outcome.attempt
    issued = {row["summary_id"] for row in stage.rows(outcome.before, "issue")}
    later = {row["id"]: row for row in stage.rows(outcome.after, "paragraph")}
    for row in stage.rows(outcome.before, "paragraph"):
        if row["summary_id"] in issued:
            assert later[row["id"]] == row, outcome.attempt


def _one_focal_point(stage: Stage, kept: Kept) -> None:
    """A State has at most one focal point in a review, and a person one post at most."""
    serving = [row for row in stage.rows(kept, "appointment") if row["until"] is None]
    chairs = Counter(
        (row["review_id"], row["state_id"]) for row in serving if row["capacity"] == "focal point"
    )
    posts = Counter((row["review_id"], row["person_id"]) for row in serving)
    held = [*chairs.items(), *posts.items()]
    assert not [one for one, count in held if count > 1]


def _agreed_is_agreed(stage: Stage, outcome: Outcome) -> None:
    """The text and the end of an observation stand once it is agreed or closed."""
    wordings = _newest(stage, outcome.before), _newest(stage, outcome.after)
    now = {row["id"]: row for row in stage.rows(outcome.after, "observation")}
    for row in stage.rows(outcome.before, "observation"):
        if row["outcome"] != "open" and outcome.attempt.action.name != "REOPEN_OBSERVATION":
            later = now[row["id"]]
            assert (later["outcome"], later["statement"]) == (row["outcome"], row["statement"])
            assert wordings[0][row["id"]] == wordings[1][row["id"]], outcome.attempt


def _newest(stage: Stage, kept: Kept) -> dict[int, str]:
    found = sorted(stage.rows(kept, "wording"), key=lambda row: row["number"])
    return {row["observation_id"]: row["text"] for row in found}


def _only_forward(stage: Stage, outcome: Outcome) -> None:
    """No strand goes back, and a step ends by the acts that may end it, or by steering."""
    now = {row["id"]: row["step"] for row in stage.rows(outcome.after, "strand")}
    for row in stage.rows(outcome.before, "strand"):
        then, later = (ORDER.index(Step(each)) for each in (row["step"], now[row["id"]]))
        assert then <= later, outcome.attempt
        if then < later and outcome.attempt.action not in STEERING:
            assert POLICY[outcome.attempt.action].ends is ORDER[then], outcome.attempt


STEERING = frozenset({Action.MOVE_ON, Action.UNPAIR_STATE})
"""Acts of the secretariat by which a strand goes on: it is moved, or waits for nobody any more."""


def _no_word_in_a_letter(kept: Kept) -> None:
    """A letter says that something waits, never what."""
    assert not _words(kept["letter"])


def told_only_who_may_know(stage: Stage, letter: Letter, carried: EmailMessage) -> None:
    """A letter that leaves holds no text, and tells only who serves there and may still read it."""
    assert not marks(carried.as_string()), carried
    assert letter.sent_at is not None
    for notice in in_letter(stage.session, letter.id):
        reader = actor_of(stage.session, notice.person)
        assert reader.officer or reader.post_in(notice.review_id), f"{notice.subject}: {reader}"
        # Others of the same letter may have been left out when it was worded.
        path = quote(notice.path) if "#" in notice.path else notice.path
        if path in str(carried.get_content()):
            assert may(notice.reading, reader, case(notice.about)), f"{notice.subject}: {reader}"


def _nothing_in_a_refusal(stage: Stage, outcome: Outcome) -> None:
    """A refusal holds no text that the refused may not read."""
    if outcome.refusal is not None:
        told = f"{outcome.refusal} {vars(outcome.refusal)}"
        may_read_only(stage, outcome.attempt.actor, {"the refusal": told})


# What may be asked at any time


def nothing_leaks(stage: Stage, people: Iterable[tuple[str, Actor]]) -> None:
    """Check that nobody of these is given a text they may not see, by any function."""
    for name, actor in people:
        may_read_only(stage, actor, seen(stage, actor), name)


def may_read_only(stage: Stage, actor: Actor, channels: dict[str, str], name: str = "") -> None:
    """Check that all marked texts in what somebody is given may be seen by them."""
    open_to = opened(stage, stage.kept)
    for channel, words in channels.items():
        own = {word for word in marks(words) if word not in stage.texts}
        assert not own, f"{channel}: {own}: texts that nobody wrote"
        leaked = {word for word in marks(words) if not may_see(stage, actor, word, open_to)}
        told = {word: stage.texts[word] for word in leaked}
        where = [line for line in words.splitlines() if leaked & marks(line)][:2]
        assert not leaked, f"{name or actor} learns of {told} by {channel}: {where}"


def people(stage: Stage) -> dict[str, Person]:
    """Return all persons by the names they act under."""
    return {f"{one.id} {one.name}": one for one in stage.all(Person)}
