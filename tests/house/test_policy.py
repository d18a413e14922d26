"""The policy page of the docs is what the policy says, and every action has its one function."""

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from reviewmech import actions
from reviewmech.actions.act import PERFORMERS
from reviewmech.cli import channels
from reviewmech.rules.purposes import Action, Reading, Standing

PAGE = Path(__file__).resolve().parents[2] / "docs" / "policy.md"


def test_the_policy_page_is_fresh() -> None:
    written = PAGE.read_text(encoding="utf-8").strip()
    told = channels.policy_and_channels().strip()
    assert written == told, "Run `.venv/bin/reviewmech policy --channels > docs/policy.md`."


def test_the_policy_page_names_every_action_reading_and_standing() -> None:
    page = PAGE.read_text(encoding="utf-8")
    words = [*Action, *Reading, *(set(Standing) - {Standing.ANYONE})]
    missing = [word.value for word in words if word.value not in page]
    assert not missing


def test_every_action_has_exactly_one_function() -> None:
    for module in iter_modules(actions.__path__):
        import_module(f"reviewmech.actions.{module.name}")
    missing = set(Action) - set(PERFORMERS)
    assert not missing, f"Write the function of {sorted(each.name for each in missing)}."
    functions = list(PERFORMERS.values())
    assert len(set(functions)) == len(functions)


def test_every_act_says_what_it_does_in_one_sentence() -> None:
    for module in iter_modules(actions.__path__):
        import_module(f"reviewmech.actions.{module.name}")
    for action, function in PERFORMERS.items():
        first = (function.__doc__ or "").strip().splitlines()[:1]
        assert (first and first[0].endswith((".", ";"))) or len(first) == 1, action.name
