"""The forms by which the secretariat corrects the data of States."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms import BooleanField, DateField, SelectField
from wtforms.validators import InputRequired, Optional

from reviewmech.records.states import State
from reviewmech.rules.mechanism import in_language
from reviewmech.web import present
from reviewmech.web.forms import REQUIRED, ActForm, LineField


class CorrectionForm(ActForm):
    """What every correction says: where it is from, and whether that is verified."""

    source = LineField(lazy_gettext("Source"))
    verified = BooleanField(lazy_gettext("Verified against that source"))


class StateForm(CorrectionForm):
    """Correct the name and the regional group of a State."""

    name = LineField(lazy_gettext("Name"), [InputRequired(REQUIRED)], longest=200)
    since = DateField(lazy_gettext("In use since"), [Optional()])
    regional_group = SelectField(lazy_gettext("Regional group"))

    def offer(self) -> None:
        """Offer the regional groups, and none."""
        groups = present.mechanism().regional_groups
        named = [(group.key, in_language(group.name, present.language())) for group in groups]
        self.regional_group.choices = [("", _("no regional group")), *named]


class ParticipationForm(CorrectionForm):
    """Correct whether a State is party to an instrument, and since when."""

    is_party = BooleanField(lazy_gettext("It is party to this instrument"))
    since = DateField(lazy_gettext("Date of deposit"), [Optional()])


def group_name(state: State) -> str:
    """Return the name of a State's regional group; a party may have none."""
    groups = {group.key: group for group in present.mechanism().regional_groups}
    found = groups.get(state.regional_group or "")
    return in_language(found.name, present.language()) if found else _("no regional group")
