"""Which act tells whom, of what, and where it waits: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from reviewmech.actions import paths, recipients
from reviewmech.records.people import Person
from reviewmech.rules.access import Actor
from reviewmech.rules.purposes import Action, Reading
from reviewmech.rules.refusals import N_

Recipients = Callable[[Session, object, object, Actor], list[Person]]
"""Of an act's subject, its result and who acted: to whom."""

Spot = Callable[[Session, object, object], str]
"""Of the subject and the result: the path of the item, or nothing, for the strand or the review."""


@dataclass(frozen=True)
class Occasion:
    """What people are told of an act. The words know %(state)s, %(reviewed)s, %(part)s etc.

    Of what was made they know %(number)s and %(day)s, where it has them (`sentences.particulars`);
    ``dated`` is said instead of ``body`` where there is a day. ``reading`` is what the page at
    ``spot`` is for.
    """

    to: Recipients
    reading: Reading
    subject: str
    body: str
    spot: Spot = paths.nowhere
    dated: str = ""


A, R, everyone = Action, Reading, recipients.everyone

NOTICES: Mapping[Action, Occasion] = {
    A.SUBMIT: Occasion(
        everyone,
        R.SUBMITTED_RESPONSE,
        N_("%(state)s has submitted its response"),
        N_("The response of %(state)s in the review of %(reviewed)s (%(part)s) can be read now."),
        paths.version,
    ),
    A.SHARE_TRANSLATION: Occasion(
        everyone,
        R.SUBMITTED_RESPONSE,
        N_("%(state)s shares an unofficial translation"),
        N_("An unofficial translation can be read in the review of %(reviewed)s (%(part)s)."),
        paths.under("translations"),
    ),
    A.PROPOSE_CONSULTATION: Occasion(
        recipients.focal_points,
        R.CONSULTATION,
        N_("A proposal on how the review of %(reviewed)s is held"),
        N_("A proposal on languages, articles and dates waits for your clearance (%(part)s)."),
        paths.under("consultation"),
    ),
    A.SEND_QUESTION: Occasion(
        everyone,
        R.DIALOGUE,
        N_("%(state)s asks a supplementary question"),
        N_("A supplementary question waits in the review of %(reviewed)s (%(part)s)."),
        paths.thread,
        N_(
            "A supplementary question waits in the review of %(reviewed)s (%(part)s). An answer "
            "is hoped for by %(day)s."
        ),
    ),
    A.SEND_REPLY: Occasion(
        everyone,
        R.DIALOGUE,
        N_("%(state)s has written on a supplementary question"),
        N_("A new message waits in the review of %(reviewed)s (%(part)s)."),
        paths.thread,
    ),
    A.SEND_ANNOTATIONS: Occasion(
        everyone,
        R.ANNOTATIONS,
        N_("%(state)s has sent annotations"),
        N_("Annotations of %(state)s wait in the review of %(reviewed)s (%(part)s)."),
        paths.under("annotations"),
    ),
    A.RELEASE_FEEDBACK: Occasion(
        everyone,
        R.FEEDBACK,
        N_("%(state)s has released its written feedback"),
        N_("The written feedback of %(state)s on %(reviewed)s (%(part)s) can be read now."),
        paths.release,
    ),
    A.HAND_ARTICLE_OVER: Occasion(
        recipients.taker,
        R.CONSULTATION,
        N_("%(state)s hands an article over to your State"),
        N_("Your State reads an article more in the review of %(reviewed)s (%(part)s)."),
        paths.under("consultation"),
    ),
    A.PROPOSE_OBSERVATION: Occasion(
        everyone,
        R.OBSERVATIONS,
        N_("%(state)s proposes observation %(number)s"),
        N_("It waits for the positions of the States in the review of %(reviewed)s (%(part)s)."),
        paths.observation,
    ),
    A.PROPOSE_WORDING: Occasion(
        everyone,
        R.OBSERVATIONS,
        N_("%(state)s proposes other wording for observation %(number)s"),
        N_("It waits for the positions of the States in the review of %(reviewed)s (%(part)s)."),
        paths.observation,
    ),
    A.CLEAR_OBSERVATIONS: Occasion(
        everyone,
        R.OBSERVATIONS,
        N_("%(state)s has cleared positions on observations"),
        N_("The positions of %(state)s bind now in the review of %(reviewed)s (%(part)s)."),
        paths.under("observations"),
    ),
    A.TAKE_POSITION: Occasion(
        recipients.of_a_broken_silence,
        R.OBSERVATIONS,
        N_("%(state)s has broken a silence in the review of %(reviewed)s"),
        N_("Its objection stands with observation %(number)s, which is open as before (%(part)s)."),
        paths.observation,
    ),
    A.PUT_UNDER_SILENCE: Occasion(
        everyone,
        R.OBSERVATIONS,
        N_("Observation %(number)s is under silence in the review of %(reviewed)s"),
        N_("Who does not object by the end of %(day)s agrees with it (%(part)s)."),
        paths.observation,
    ),
    A.END_SILENCE: Occasion(
        everyone,
        R.OBSERVATIONS,
        N_("A silence has ended in the review of %(reviewed)s"),
        N_("Nobody objected to observation %(number)s, so it is agreed (%(part)s)."),
        paths.observation,
    ),
    A.REOPEN_OBSERVATION: Occasion(
        everyone,
        R.OBSERVATIONS,
        N_("%(state)s opens observation %(number)s again"),
        N_("The reason stands with the observation in the review of %(reviewed)s (%(part)s)."),
        paths.observation,
    ),
    A.CLOSE_OBSERVATION: Occasion(
        everyone,
        R.OBSERVATIONS,
        N_("%(state)s closes observation %(number)s, which is not agreed"),
        N_("What becomes of it stands there, in the review of %(reviewed)s (%(part)s)."),
        paths.observation,
    ),
    A.CLEAR_LIST: Occasion(
        recipients.focal_points,
        R.OBSERVATIONS,
        N_("%(state)s has cleared the %(list)s"),
        N_("The %(list)s on %(reviewed)s (%(part)s) was cleared by %(state)s."),
        paths.under("observations"),
    ),
    A.COMPILE_SUMMARY: Occasion(
        everyone,
        R.SUMMARY,
        N_("The %(summary)s on %(reviewed)s is ready to be edited"),
        N_("The secretariat has compiled the %(summary)s from the adopted lists."),
        paths.summary,
    ),
    A.CLEAR_SUMMARY: Occasion(
        recipients.focal_points,
        R.SUMMARY,
        N_("%(state)s has cleared the %(summary)s"),
        N_("The %(summary)s on %(reviewed)s was cleared by %(state)s."),
        paths.summary,
    ),
    A.ISSUE_SUMMARY: Occasion(
        everyone,
        R.SUMMARY,
        N_("The %(summary)s on %(reviewed)s is issued"),
        N_("The %(summary)s on %(reviewed)s has its document symbol and can be downloaded."),
        paths.summary,
    ),
    A.PROPOSE_MOVE: Occasion(
        recipients.chief,
        R.QUESTIONNAIRE,
        N_("A newer questionnaire is proposed for the review of %(reviewed)s"),
        N_(
            "The secretariat proposes to move your response to a newer version of the "
            "questionnaire (%(part)s). What is different is shown with the response; nothing "
            "changes before you acknowledge it."
        ),
        paths.under("questionnaire"),
    ),
    A.ACKNOWLEDGE_MOVE: Occasion(
        recipients.own_team,
        R.QUESTIONNAIRE,
        N_("The response of %(reviewed)s is on a newer questionnaire"),
        N_(
            "%(state)s has acknowledged the move to a newer version of the questionnaire "
            "(%(part)s). Answers to questions that changed wait for another look."
        ),
        paths.under("questionnaire"),
    ),
    A.MOVE_ON: Occasion(
        everyone,
        R.REVIEW,
        N_("The secretariat has moved a strand on"),
        N_("A strand of the review of %(reviewed)s (%(part)s) is at its next step now."),
    ),
    A.STOP_CLOCK: Occasion(
        everyone,
        R.REVIEW,
        N_("The clock stands in the review of %(reviewed)s"),
        N_("%(state)s has stopped the clock of a step (%(part)s); the reason stands there."),
        paths.under("clock"),
    ),
    A.START_CLOCK: Occasion(
        everyone,
        R.REVIEW,
        N_("A stop of the clock is ended in the review of %(reviewed)s"),
        N_(
            "%(state)s has ended a stop of the clock of a step (%(part)s); its page says when it "
            "is due."
        ),
        paths.under("clock"),
    ),
    A.RECORD_MEETING: Occasion(
        everyone,
        R.MEETINGS,
        N_("A meeting is recorded in the review of %(reviewed)s"),
        N_(
            "%(state)s has recorded the meeting of %(day)s: what was agreed and the next dates "
            "can be read."
        ),
        paths.meeting,
    ),
    A.ALLOW_SENDING: Occasion(
        recipients.own_experts,
        R.REVIEW,
        N_("Who may send without clearance is settled in the review of %(reviewed)s"),
        N_("Your focal point has settled which experts of your State send without its clearance."),
    ),
    A.DELEGATE_SECTION: Occasion(
        recipients.holder,
        R.DRAFT_RESPONSE,
        N_("A section is handed to you in the review of %(reviewed)s"),
        N_("A section of your State's response (%(part)s) is yours to draft."),
        paths.section,
    ),
    A.CONTRIBUTE: Occasion(
        recipients.holders_of_question,
        R.DRAFT_RESPONSE,
        N_("A contribution has arrived in the review of %(reviewed)s"),
        N_("It stands beside an answer of your State (%(part)s), to be adopted or set aside."),
        paths.question,
    ),
    A.WRITE_COMMENT: Occasion(
        recipients.holders_of_task,
        R.DRAFT_RESPONSE,
        N_("Something is to be done in the response of %(reviewed)s"),
        N_("A colleague has left a comment with something to do beside an answer (%(part)s)."),
        paths.question,
    ),
}

RECORDED = Occasion(
    recipients.nobody,
    R.REVIEW,
    N_("An act of %(state)s was recorded from its note verbale"),
    N_(
        "The secretariat recorded from your note verbale in the review of %(reviewed)s: %(action)s."
    ),
)

ENDING = Occasion(
    everyone,
    R.OBSERVATIONS,
    N_("The silence on observation %(number)s ends soon in the review of %(reviewed)s"),
    N_("Who does not object by the end of %(day)s agrees with it (%(part)s)."),
    paths.observation,
)
"""Written when an observation is put under silence; it leaves only while the silence runs."""
