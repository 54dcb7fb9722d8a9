"""What is said of a key."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui.account.account import Account, AccountState, ending_of
from msgtune_gui.ui.words import plural


def _tr(text: str) -> str:
    return QCoreApplication.translate("KeyPanel", text)


@dataclass(frozen=True, slots=True)
class KeyWords:
    """How a key stands.

    Attributes:
        icon: Of resources/icons.
        tint: Token of its colour.
        text: A sentence or two.
    """

    icon: str
    tint: str
    text: str


def untried_words(profile: ServiceProfile, key: str) -> KeyWords:
    """Of a key that stands in the field and was not tried yet."""
    length = plural(_tr("one character"), _tr("{count} characters"), len(key))
    words = _tr("{key}, {length}. “Try key” asks {service} for its models; nothing else is sent.")
    return KeyWords(
        "key", "text_muted", words.format(key=_named(ending_of(key)), length=length, service=_called(profile))
    )


def account_words(profile: ServiceProfile, account: Account) -> KeyWords | None:
    """Of the key that was tried, or is being tried; None where there is nothing to say."""
    state = AccountState
    looks = {
        state.LOOKING: ("key", "text_muted", _tr("Looking into this computer's keyring…")),
        state.TRYING: ("key", "text_muted", _tr("Trying the key at {service}… Nothing else is sent.")),
        state.ACCEPTED: ("success", "success", _tr("{key} works at {service}. {kept}")),
        state.CLOSED: ("warning", "warning", _tr("{key} is right, but its account cannot train at {service}.")),
        state.UNREACHABLE: ("warning", "warning", "{error}"),
        state.REFUSED: ("error", "danger", _tr("{key}: {error}") if account.ending else "{error}"),
        state.FAILED: ("error", "danger", "{error}"),
    }
    if account.kept:
        looks[state.NOT_ASKED] = ("key", "text_muted", _tr("{key} was not tried yet."))
    if account.keyless:
        looks[state.TRYING] = ("key", "text_muted", _tr("Asking this service without a key…"))
        looks[state.ACCEPTED] = ("success", "success", _tr("This service answers without a key."))
    if account.state not in looks:
        return None
    icon, tint, words = looks[account.state]
    if account.persistent:
        kept = _tr("It is kept in this computer's keyring.")
    else:
        kept = _tr("There is no keyring here, so it is kept for this run only.")
    error = str(account.error or "")
    return KeyWords(
        icon, tint, words.format(key=_named(account.ending), service=_called(profile), error=error, kept=kept)
    )


def keeping_words(account: Account) -> str:
    """Where a key will be kept."""
    if account.forgotten:
        return _tr("The key of the address before is forgotten, so that it is never sent to this one.")
    if not account.persistent:
        return _tr("There is no keyring here, so a key that works is kept for this run only and not saved.")
    return _tr("A key that works is kept in this computer's keyring, never in a file of msgtune.")


def _called(profile: ServiceProfile) -> str:
    return _tr("this service") if profile.asks_address else profile.title


def _named(ending: str) -> str:
    return _tr("The key …{ending}").format(ending=ending) if ending else _tr("The key")
