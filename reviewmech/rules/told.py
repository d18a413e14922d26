"""How an act is told once it is done: what the journal, the desk and letters say of it.

A sentence without its full stop, so that a list of them reads well. Who did it, and on what, stands
beside it. The places are for what the Mechanism calls its list and its summary.
"""

from __future__ import annotations

from collections.abc import Mapping

from reviewmech.rules.purposes import Action as A
from reviewmech.rules.refusals import N_

TOLD: Mapping[A, str] = {
    # the State under review
    A.SAVE_ANSWER: N_("An answer was saved"),
    A.BRING_BACK_ANSWER: N_("An earlier text of an answer was brought back"),
    A.KEEP_ANSWER: N_("An answer was looked at again and kept"),
    A.DELEGATE_SECTION: N_("A section was handed to somebody"),
    A.TAKE_SECTION_BACK: N_("A section was taken back"),
    A.INVITE_CONTRIBUTOR: N_("A contributor was invited"),
    A.REVOKE_CONTRIBUTOR: N_("The link of a contributor was ended"),
    A.CONTRIBUTE: N_("A contribution was written"),
    A.SETTLE_CONTRIBUTION: N_("A contribution was adopted, merged or set aside"),
    A.WRITE_COMMENT: N_("An internal comment was written"),
    A.SETTLE_COMMENT: N_("An internal comment was marked as done"),
    A.ADD_LAW: N_("A law was added to the State's library"),
    A.AMEND_LAW: N_("A law was amended in the State's library"),
    A.ATTACH_FILE: N_("A file was attached to an answer"),
    A.DETACH_FILE: N_("A file was taken off an answer"),
    A.ACKNOWLEDGE_MOVE: N_("The move to a newer questionnaire was acknowledged"),
    A.SUBMIT: N_("The response was cleared and submitted"),
    # the States together
    A.PROPOSE_CONSULTATION: N_("How the review is held was proposed"),
    A.CLEAR_CONSULTATION: N_("How the review is held was cleared"),
    # reading
    A.MARK_READ: N_("Articles were marked as read, or as not read"),
    A.ANNOTATE: N_("A text was annotated"),
    A.TAKE_ANNOTATION_BACK: N_("An annotation was taken back before it was sent"),
    A.SEND_ANNOTATIONS: N_("Annotations were sent"),
    A.TRANSLATE: N_("A text was translated for one's own State"),
    A.SHARE_TRANSLATION: N_("A translation was shared with all in the review"),
    A.HAND_ARTICLE_OVER: N_("Articles were handed over to another reviewing State"),
    # dialogue
    A.DRAFT_QUESTION: N_("A supplementary question was drafted"),
    A.DISCARD_QUESTION: N_("The draft of a supplementary question was set aside"),
    A.BRING_QUESTION_BACK: N_("The draft of a supplementary question was brought back"),
    A.SEND_QUESTION: N_("A supplementary question was sent"),
    A.DRAFT_REPLY: N_("A message on a supplementary question was drafted"),
    A.SEND_REPLY: N_("A message on a supplementary question was sent"),
    A.CLOSE_QUESTION: N_("A supplementary question was closed"),
    A.REOPEN_QUESTION: N_("A supplementary question was opened again"),
    # feedback
    A.SAVE_FEEDBACK: N_("Feedback on an article was saved"),
    A.RELEASE_FEEDBACK: N_("The feedback was cleared and released"),
    # observations
    A.PROPOSE_OBSERVATION: N_("An observation was proposed"),
    A.PROPOSE_WORDING: N_("Other wording was proposed"),
    A.TAKE_POSITION: N_("A position was taken"),
    A.CLEAR_OBSERVATIONS: N_("Positions on observations were cleared"),
    A.PUT_UNDER_SILENCE: N_("An observation was put under silence"),
    A.END_SILENCE: N_("A silence ended: nobody had objected"),
    A.REOPEN_OBSERVATION: N_("An agreed observation was opened again"),
    A.CLOSE_OBSERVATION: N_("An observation that is not agreed was closed"),
    A.MARK_CONFIDENTIAL: N_("The confidential mark of an observation was set or taken off"),
    A.MARK_PASSAGE: N_("The confidential mark of a passage was set or taken off"),
    A.CLEAR_LIST: N_("The %(list)s was cleared"),
    # summary
    A.COMPILE_SUMMARY: N_("The %(summary)s was compiled"),
    A.EDIT_PARAGRAPH: N_("A paragraph of the %(summary)s was edited"),
    A.CLEAR_SUMMARY: N_("The %(summary)s was cleared"),
    A.CONSENT_TO_PUBLICATION: N_("Consent to publication was given"),
    A.ISSUE_SUMMARY: N_("The %(summary)s was issued"),
    # the review
    A.ALLOW_SENDING: N_("It was settled who sends without clearance"),
    A.SETTLE_PRACTICE: N_("It was settled how the State works in the review"),
    A.RECORD_MEETING: N_("A meeting was recorded"),
    A.STOP_CLOCK: N_("The clock of a step was stopped"),
    A.START_CLOCK: N_("A stop of the clock was ended"),
    # the secretariat, steering
    A.OPEN_REVIEW: N_("The country review was opened"),
    A.PAIR_STATE: N_("A reviewing State was named"),
    A.UNPAIR_STATE: N_("A reviewing State was released from an instrument"),
    A.OPEN_PHASE: N_("A phase was opened"),
    A.ADD_STRAND: N_("A strand was added"),
    A.MOVE_ON: N_("A strand was moved on"),
    A.PUBLISH_EDITION: N_("A version of a questionnaire was published"),
    A.PROPOSE_MOVE: N_("A move to a newer questionnaire was proposed"),
    A.ASSIGN_OFFICERS: N_("The case officers were assigned"),
    A.CORRECT_STATE: N_("The data of a State were corrected"),
    A.CORRECT_PARTICIPATION: N_("The participation in an instrument was corrected"),
    # nominations
    A.RECORD_NOTE: N_("A note verbale was recorded"),
    A.REGISTER_PERSON: N_("A person was registered from a note verbale"),
    A.REPLACE_PERSON: N_("A person was replaced"),
    A.END_APPOINTMENT: N_("An appointment was ended"),
    A.ISSUE_INVITATION: N_("An activation link or code was issued"),
    # accounts
    A.ACTIVATE_ACCOUNT: N_("An account was activated"),
    A.RENEW_INVITATION: N_("A new activation link was asked for"),
    A.SIGN_IN: N_("Somebody signed in"),
    A.END_SESSION: N_("A session was ended"),
    A.CHANGE_PASSWORD: N_("The password was changed"),
    A.CHANGE_PROFILE: N_("Somebody changed their own details"),
    A.CHOOSE_NOTICES: N_("Somebody chose how to be told"),
    A.CATCH_UP: N_("What changed in a review was marked as seen"),
    # the installation
    A.LOAD_MECHANISM: N_("The mechanism's data were loaded"),
    A.APPOINT_OFFICER: N_("A secretariat officer was appointed"),
    A.MARK_LETTER: N_("It was recorded what became of a letter"),
}
