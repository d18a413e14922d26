"""The words of the policy: who stands where, what can be done, and what can be seen.

What each of them opens stands in ``rules/policy.py``; who a person is, in ``rules/access.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from reviewmech.rules.refusals import N_


class Standing(StrEnum):
    """What a person is to the thing before them."""

    FOCAL_POINT_UNDER_REVIEW = N_("focal point of the State under review")
    EXPERT_UNDER_REVIEW = N_("expert of the State under review")
    OBSERVER_UNDER_REVIEW = N_("observer of the State under review")
    CONTRIBUTOR = N_("contributor of the State under review")
    FOCAL_POINT_REVIEWING = N_("focal point of a reviewing State")
    EXPERT_REVIEWING = N_("expert of a reviewing State")
    OBSERVER_REVIEWING = N_("observer of a reviewing State")
    SECRETARIAT = N_("secretariat")
    SIGNED_IN = N_("a person signed in, without part in this")
    ANYONE = N_("anyone")
    SYSTEM = N_("the system")


class Audience(StrEnum):
    """Who may read that an act happened."""

    OWN_STATE = N_("the State that acted")
    REVIEW = N_("all States in the review and the secretariat")
    SECRETARIAT = N_("the secretariat")


class Scope(StrEnum):
    """What an act is about."""

    STRAND = "strand"
    PHASE = "phase"
    REVIEW = "review"
    INSTALLATION = "installation"


class Action(StrEnum):
    """Everything a person, a State by note verbale, or the system can do."""

    # the State under review
    SAVE_ANSWER = N_("save an answer")
    BRING_BACK_ANSWER = N_("bring back an earlier text of an answer")
    KEEP_ANSWER = N_("look at an answer again and keep it")
    DELEGATE_SECTION = N_("hand a section to somebody")
    TAKE_SECTION_BACK = N_("take a section back")
    INVITE_CONTRIBUTOR = N_("invite a contributor")
    REVOKE_CONTRIBUTOR = N_("end the link of a contributor")
    CONTRIBUTE = N_("write a contribution")
    SETTLE_CONTRIBUTION = N_("adopt, merge or set aside a contribution")
    WRITE_COMMENT = N_("write an internal comment")
    SETTLE_COMMENT = N_("mark an internal comment as done")
    ADD_LAW = N_("add a law to the State's library")
    AMEND_LAW = N_("amend a law in the State's library")
    ATTACH_FILE = N_("attach a file to an answer")
    DETACH_FILE = N_("take a file off an answer")
    ACKNOWLEDGE_MOVE = N_("acknowledge the move to a newer questionnaire")
    SUBMIT = N_("clear and submit the response")
    # the States together
    PROPOSE_CONSULTATION = N_("propose how the review is held")
    CLEAR_CONSULTATION = N_("clear how the review is held")
    # reading
    MARK_READ = N_("mark articles as read")
    ANNOTATE = N_("annotate a text")
    TAKE_ANNOTATION_BACK = N_("take an annotation back before it is sent")
    SEND_ANNOTATIONS = N_("send annotations")
    TRANSLATE = N_("translate a text for one's own State")
    SHARE_TRANSLATION = N_("share a translation with all in the review")
    HAND_ARTICLE_OVER = N_("hand an article over to another reviewing State")
    # dialogue
    DRAFT_QUESTION = N_("draft a supplementary question")
    DISCARD_QUESTION = N_("set the draft of a supplementary question aside")
    BRING_QUESTION_BACK = N_("bring the draft of a supplementary question back")
    SEND_QUESTION = N_("send a supplementary question")
    DRAFT_REPLY = N_("draft a message on a supplementary question")
    SEND_REPLY = N_("send a message on a supplementary question")
    CLOSE_QUESTION = N_("close a supplementary question")
    REOPEN_QUESTION = N_("open a supplementary question again")
    # feedback
    SAVE_FEEDBACK = N_("save feedback on an article")
    RELEASE_FEEDBACK = N_("clear and release the feedback")
    # observations
    PROPOSE_OBSERVATION = N_("propose an observation")
    PROPOSE_WORDING = N_("propose other wording")
    TAKE_POSITION = N_("take a position ad referendum")
    CLEAR_OBSERVATIONS = N_("clear positions on observations")
    PUT_UNDER_SILENCE = N_("put an observation under silence")
    END_SILENCE = N_("end a silence to which nobody objected")
    REOPEN_OBSERVATION = N_("open an agreed observation again")
    CLOSE_OBSERVATION = N_("close an observation that is not agreed")
    MARK_CONFIDENTIAL = N_("mark an observation confidential")
    MARK_PASSAGE = N_("mark a passage of an observation confidential")
    CLEAR_LIST = N_("clear the list of observations")
    # summary
    COMPILE_SUMMARY = N_("compile the executive summary")
    EDIT_PARAGRAPH = N_("edit a paragraph of the executive summary")
    CLEAR_SUMMARY = N_("clear the executive summary")
    CONSENT_TO_PUBLICATION = N_("consent to publication")
    ISSUE_SUMMARY = N_("issue the executive summary")
    # the review
    ALLOW_SENDING = N_("let an expert send without clearance")
    SETTLE_PRACTICE = N_("settle how one's own State works in the review")
    RECORD_MEETING = N_("record a meeting")
    STOP_CLOCK = N_("stop the clock of a step")
    START_CLOCK = N_("start the clock of a step again")
    # the secretariat, steering
    OPEN_REVIEW = N_("open a country review")
    PAIR_STATE = N_("name a reviewing State")
    UNPAIR_STATE = N_("release a reviewing State from an instrument")
    OPEN_PHASE = N_("open a phase")
    ADD_STRAND = N_("add a strand")
    MOVE_ON = N_("move a strand on")
    PUBLISH_EDITION = N_("publish a version of a questionnaire")
    PROPOSE_MOVE = N_("propose to move a strand to a newer questionnaire")
    ASSIGN_OFFICERS = N_("assign the case officers")
    CORRECT_STATE = N_("correct the data of a State")
    CORRECT_PARTICIPATION = N_("correct the participation in an instrument")
    # nominations
    RECORD_NOTE = N_("record a note verbale")
    REGISTER_PERSON = N_("register a person from a note verbale")
    REPLACE_PERSON = N_("replace a person")
    END_APPOINTMENT = N_("end an appointment")
    ISSUE_INVITATION = N_("issue an activation link or code")
    # accounts
    ACTIVATE_ACCOUNT = N_("activate an account")
    RENEW_INVITATION = N_("ask for a new activation link")
    SIGN_IN = N_("sign in")
    END_SESSION = N_("end a session")
    CHANGE_PASSWORD = N_("change the password")
    CHANGE_PROFILE = N_("change one's own details")
    CHOOSE_NOTICES = N_("choose how to be told")
    CATCH_UP = N_("mark what changed in a review as seen")
    # the installation
    LOAD_MECHANISM = N_("load the mechanism's data")
    APPOINT_OFFICER = N_("appoint a secretariat officer")
    MARK_LETTER = N_("record what became of a letter")


_AS_READ: Mapping[Action, str] = {
    Action.TAKE_POSITION: N_("take a position"),
    Action.CLEAR_LIST: N_("clear the %(list)s"),
    Action.COMPILE_SUMMARY: N_("compile the %(summary)s"),
    Action.EDIT_PARAGRAPH: N_("edit a paragraph of the %(summary)s"),
    Action.CLEAR_SUMMARY: N_("clear the %(summary)s"),
    Action.ISSUE_SUMMARY: N_("issue the %(summary)s"),
}


def worded(action: Action) -> str:
    """Return an act in words, with places for what the Mechanism calls its list and its summary.

    The journal keeps the words of the closed list; people read those of their Mechanism.
    """
    return _AS_READ.get(action, action.value)


class Reading(StrEnum):
    """Everything a page, a file or a letter can show."""

    PUBLIC = N_("what is public")
    SIGN_IN = N_("the pages of signing in")
    OWN_ACCOUNT = N_("one's own account and desk")
    REVIEW = N_("the review: its States, people, steps and terms")
    DRAFT_RESPONSE = N_("the response as it is being written")
    DELEGATED_SECTIONS = N_("the sections handed to a contributor")
    LIBRARY = N_("the State's library of laws")
    QUESTIONNAIRE = N_("the questionnaire of a strand, and moves to newer ones")
    SUBMITTED_RESPONSE = N_("the response as submitted")
    CONSULTATION = N_("how the review is held")
    ANNOTATIONS = N_("the annotations")
    DIALOGUE = N_("the supplementary questions")
    FEEDBACK = N_("the written feedback")
    OBSERVATIONS = N_("the list of observations")
    SUMMARY = N_("the executive summary in preparation")
    JOURNAL = N_("the journal of the review")
    MEETINGS = N_("the meetings of the review")
    STEERING = N_("the secretariat's pages")
