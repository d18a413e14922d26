"""Refusals: how every floor says no, in one sentence a person can act on.

The sentence is an English literal, so that it can be collected for translation; the web
translates it at the edge and fills in the details.
"""


def N_(sentence: str) -> str:
    """Mark words below the web for translation; they are translated where they are shown."""
    return sentence


class Refused(Exception):
    """Something was not done: a sentence that says what happened and what to do."""

    status = 400

    def __init__(self, sentence: str, **details: object) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details: dict[str, object] = details

    def __str__(self) -> str:
        return self.sentence % {name: _plain(detail) for name, detail in self.details.items()}


def _plain(detail: object) -> object:
    """Return a detail as the English sentence takes it: several things parted by commas."""
    return ", ".join(map(str, detail)) if isinstance(detail, list) else detail


class NotFound(Refused):
    """The thing does not exist, or not for this person."""

    status = 404


def nothing_here() -> NotFound:
    """Return the refusal that tells nothing: not even whether there is such a thing."""
    return NotFound("There is nothing here for you to see. Check the address, please.")


class NotPermitted(Refused):
    """The person takes part, but may not do this, or not at this step."""

    status = 403


class Conflict(Refused):
    """Somebody else was first: the thing has changed since it was read."""

    status = 409


class SentBefore(Refused):
    """The id of this request was used by another: the form was sent before with other words."""

    status = 409


class Invalid(Refused):
    """What was given cannot be accepted; `field` names the place of the fault, if any."""

    status = 422

    def __init__(self, sentence: str, *, field: str | None = None, **details: object) -> None:
        super().__init__(sentence, **details)
        self.field = field


class TooMany(Refused):
    """The same was asked too often in a short time."""

    status = 429
