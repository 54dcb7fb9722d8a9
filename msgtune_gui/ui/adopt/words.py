"""What is said in the dialog for a model of the person's own."""

from PySide6.QtCore import QCoreApplication

from msgtune_gui.core.addresses import host_of, is_near
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui.account.account import Account, AccountState
from msgtune_gui.ui.words import plural


def leaving_words(profile: ServiceProfile, address: str) -> str:
    """What a chat sends where.

    Args:
        profile: The service.
        address: Its base URL where the person gives it; "" while they have not.
    """
    if profile.on_device:
        return _tr("Nothing leaves this computer: the chat stays here.")
    where = host_of(address) if profile.asks_address else profile.title
    words = _tr("What you write is sent to {service}, each time with the system prompt and what was said before it.")
    sent = words.format(service=where or _tr("that address"))
    if profile.asks_address and is_near(address):
        return f"{sent} {_tr('It is this computer or one in your own network.')}"
    return f"{sent} {_tr('No messages of your export are sent.')}"


def models_words(account: Account) -> str:
    """What is known of the models at a service."""
    if account.busy:
        return _tr("Looking which models there are…")
    if account.state is AccountState.ACCEPTED and account.models:
        listed = plural(
            _tr("{count} model is listed there"), _tr("{count} models are listed there"), len(account.models)
        )
        return _tr("{listed}; a name that is not in the list can be typed too.").format(listed=listed)
    return _tr("Type its name as the service has it, for example a deployment's or a tuned model's.")


def _tr(text: str) -> str:
    return QCoreApplication.translate("AdoptDialog", text)
