"""The words of the policy: who stands where, what can be done, and what can be seen.

What each of them opens stands in ``rules/policy.py``; who a person is, in ``rules/access.py``.
"""

from __future__ import annotations

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
    """Everything a person, a State by note verbale, or the system can do.

    The journal keeps these words; what people read of an act that was done is in ``rules/told.py``.
    """

    # the State under review
    SAVE_ANSWER = "save an answer"
    BRING_BACK_ANSWER = "bring back an earlier text of an answer"
    KEEP_ANSWER = "look at an answer again and keep it"
    DELEGATE_SECTION = "hand a section to somebody"
    TAKE_SECTION_BACK = "take a section back"
    INVITE_CONTRIBUTOR = "invite a contributor"
    REVOKE_CONTRIBUTOR = "end the link of a contributor"
    CONTRIBUTE = "write a contribution"
    SETTLE_CONTRIBUTION = "adopt, merge or set aside a contribution"
    WRITE_COMMENT = "write an internal comment"
    SETTLE_COMMENT = "mark an internal comment as done"
    ADD_LAW = "add a law to the State's library"
    AMEND_LAW = "amend a law in the State's library"
    ATTACH_FILE = "attach a file to an answer"
    DETACH_FILE = "take a file off an answer"
    ACKNOWLEDGE_MOVE = "acknowledge the move to a newer questionnaire"
    SUBMIT = "clear and submit the response"
    # the States together
    PROPOSE_CONSULTATION = "propose how the review is held"
    CLEAR_CONSULTATION = "clear how the review is held"
    # reading
    MARK_READ = "mark articles as read"
    ANNOTATE = "annotate a text"
    TAKE_ANNOTATION_BACK = "take an annotation back before it is sent"
    SEND_ANNOTATIONS = "send annotations"
    TRANSLATE = "translate a text for one's own State"
    SHARE_TRANSLATION = "share a translation with all in the review"
    HAND_ARTICLE_OVER = "hand an article over to another reviewing State"
    # dialogue
    DRAFT_QUESTION = "draft a supplementary question"
    DISCARD_QUESTION = "set the draft of a supplementary question aside"
    BRING_QUESTION_BACK = "bring the draft of a supplementary question back"
    SEND_QUESTION = "send a supplementary question"
    DRAFT_REPLY = "draft a message on a supplementary question"
    SEND_REPLY = "send a message on a supplementary question"
    CLOSE_QUESTION = "close a supplementary question"
    REOPEN_QUESTION = "open a supplementary question again"
    # feedback
    SAVE_FEEDBACK = "save feedback on an article"
    RELEASE_FEEDBACK = "clear and release the feedback"
    # observations
    PROPOSE_OBSERVATION = "propose an observation"
    PROPOSE_WORDING = "propose other wording"
    TAKE_POSITION = "take a position ad referendum"
    CLEAR_OBSERVATIONS = "clear positions on observations"
    PUT_UNDER_SILENCE = "put an observation under silence"
    END_SILENCE = "end a silence to which nobody objected"
    REOPEN_OBSERVATION = "open an agreed observation again"
    CLOSE_OBSERVATION = "close an observation that is not agreed"
    MARK_CONFIDENTIAL = "mark an observation confidential"
    MARK_PASSAGE = "mark a passage of an observation confidential"
    CLEAR_LIST = "clear the list of observations"
    # summary
    COMPILE_SUMMARY = "compile the executive summary"
    EDIT_PARAGRAPH = "edit a paragraph of the executive summary"
    CLEAR_SUMMARY = "clear the executive summary"
    CONSENT_TO_PUBLICATION = "consent to publication"
    ISSUE_SUMMARY = "issue the executive summary"
    # the review
    ALLOW_SENDING = "let an expert send without clearance"
    SETTLE_PRACTICE = "settle how one's own State works in the review"
    RECORD_MEETING = "record a meeting"
    STOP_CLOCK = "stop the clock of a step"
    START_CLOCK = "start the clock of a step again"
    # the secretariat, steering
    OPEN_REVIEW = "open a country review"
    PAIR_STATE = "name a reviewing State"
    UNPAIR_STATE = "release a reviewing State from an instrument"
    OPEN_PHASE = "open a phase"
    ADD_STRAND = "add a strand"
    MOVE_ON = "move a strand on"
    PUBLISH_EDITION = "publish a version of a questionnaire"
    PROPOSE_MOVE = "propose to move a strand to a newer questionnaire"
    ASSIGN_OFFICERS = "assign the case officers"
    CORRECT_STATE = "correct the data of a State"
    CORRECT_PARTICIPATION = "correct the participation in an instrument"
    # nominations
    RECORD_NOTE = "record a note verbale"
    REGISTER_PERSON = "register a person from a note verbale"
    REPLACE_PERSON = "replace a person"
    END_APPOINTMENT = "end an appointment"
    ISSUE_INVITATION = "issue an activation link or code"
    # accounts
    ACTIVATE_ACCOUNT = "activate an account"
    RENEW_INVITATION = "ask for a new activation link"
    SIGN_IN = "sign in"
    END_SESSION = "end a session"
    CHANGE_PASSWORD = "change the password"
    CHANGE_PROFILE = "change one's own details"
    CHOOSE_NOTICES = "choose how to be told"
    CATCH_UP = "mark what changed in a review as seen"
    # the installation
    LOAD_MECHANISM = "load the mechanism's data"
    APPOINT_OFFICER = "appoint a secretariat officer"
    MARK_LETTER = "record what became of a letter"


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
