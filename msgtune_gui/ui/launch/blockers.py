"""Why a run cannot start yet, in the words that stand beside the button."""

from datetime import date

from PySide6.QtCore import QCoreApplication

from msgtune_gui.core.service_profile import BaseModel
from msgtune_gui.ui.account.account import Account, AccountState


def _tr(text: str) -> str:
    return QCoreApplication.translate("LaunchChoices", text)


def account_blocker(account: Account, *, needs_key: bool, untried: bool) -> str:
    """What is missing of an account; "" where nothing is.

    Args:
        account: What is known of it.
        needs_key: Whether its service wants a key.
        untried: Whether a key was typed that nobody has tried.
    """
    if account.busy:
        looking = account.state is AccountState.LOOKING
        if not needs_key:
            return _tr("Looking for base models…")
        return _tr("Looking for your key…") if looking else _tr("Trying your key…")
    if untried:
        return _tr("Try the key to continue")
    words = {
        AccountState.ACCEPTED: "",
        AccountState.NO_KEY: _tr("Paste your key to continue"),
        AccountState.REFUSED: _tr("Paste a key that works to continue"),
        AccountState.CLOSED: _tr("Choose another service to continue"),
    }
    asked = _tr("Try again to continue") if account.error else _tr("Paste your key to continue")
    return words.get(account.state, asked if needs_key else _tr("Choose a base model to continue"))


def model_blocker(model: BaseModel | None, today: date) -> str:
    """Why nothing can be trained from a base model, or that none is chosen; "" where all is well."""
    if model is None:
        return _tr("Choose a base model to continue")
    shut = model.shut_on is not None and model.shut_on <= today
    return _tr("That base model is shut; choose another one") if shut else ""
