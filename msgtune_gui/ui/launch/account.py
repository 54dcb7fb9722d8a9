"""What is known of the person's account at a service, and the questions that find it out; done in workers."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum
from urllib.parse import urlsplit

from msgtune_gui.core.errors import KeyRefused, TrainingClosed, Unreachable, UserError
from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import BaseModel, ServiceProfile, TuningRight
from msgtune_gui.workers.task import TaskContext, Work

_SHOWN = 4
_SHORTEST_SHOWN = 2 * _SHOWN


class AccountState(StrEnum):
    """How far the account has shown what it can do."""

    NOT_ASKED = "not_asked"
    NO_ADDRESS = "no_address"
    NO_KEY = "no_key"
    LOOKING = "looking"
    TRYING = "trying"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    CLOSED = "closed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Account:
    """What is known of an account; the key itself stays in the store.

    Attributes:
        state: How far it has shown what it can do.
        models: Base models that it can tune, the proposed one first.
        ending: Last characters of the key, to tell it from others; "" for none.
        kept: Whether the key is in the store.
        persistent: Whether the store outlives this run of the program.
        forgotten: The key of another address was forgotten, so that it cannot be sent to this one.
        error: Why it could not be asked, or what it was refused for.
    """

    state: AccountState = AccountState.NOT_ASKED
    models: tuple[BaseModel, ...] = ()
    ending: str = ""
    kept: bool = False
    persistent: bool = True
    forgotten: bool = False
    error: UserError | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self.state in {AccountState.LOOKING, AccountState.TRYING}

    @property
    def can_train(self) -> bool:
        """Whether nothing speaks against a training."""
        return self.state is AccountState.ACCEPTED


def ending_of(key: str) -> str:
    """The last characters of a key, which tell it from others and give nothing of it away."""
    return key[-_SHOWN:] if len(key) >= _SHORTEST_SHOWN else ""


def ask_account(outside: Outside, profile: ServiceProfile, typed: str | None, address: str | None) -> Work:
    """Work that tries a key by asking the service for its models, and keeps it if it works; returns the Account.

    Args:
        outside: The way out.
        profile: The service.
        typed: Key to try instead of the one that is kept.
        address: Base URL to keep first, where the person gives it; None to leave it as it is.
    """

    def work(context: TaskContext) -> Account:
        account = Account()
        try:
            if address is not None:
                account = replace(account, forgotten=_take_address(outside, profile.key, address))
            if profile.asks_address and not outside.settings.address(profile.key):
                return replace(account, state=AccountState.NO_ADDRESS)
        except UserError as error:
            return replace(account, state=AccountState.NO_ADDRESS, error=error)
        if profile.needs_key:
            kept = outside.secrets.get(profile.key)
            key = typed or kept
            account = replace(
                account,
                ending=ending_of(key or ""),
                kept=kept is not None and key == kept,
                persistent=outside.secrets.persistent,
            )
            if not key:
                return replace(account, state=AccountState.NO_KEY)
        return _tried(outside, profile, typed, account, context)

    return work


def forget_key(outside: Outside, service: str) -> Work:
    """Work that deletes a service's key and returns the Account without it."""

    def work(_context: TaskContext) -> Account:
        outside.secrets.delete(service)
        return Account(AccountState.NO_KEY, persistent=outside.secrets.persistent)

    return work


def _tried(
    outside: Outside, profile: ServiceProfile, typed: str | None, account: Account, context: TaskContext
) -> Account:
    context.report(replace(account, state=AccountState.TRYING))
    try:
        models, right = _answers(outside, profile.key, typed, context)
    except KeyRefused as error:
        return replace(account, state=AccountState.REFUSED, error=error)
    except TrainingClosed as error:
        return replace(_with_key_kept(outside, profile.key, typed, account), state=AccountState.CLOSED, error=error)
    except Unreachable as error:
        # A question that was ended looks to the adapter like a line that broke.
        context.cancel.raise_if_cancelled()
        return replace(account, state=AccountState.UNREACHABLE, error=error)
    except UserError as error:
        context.cancel.raise_if_cancelled()
        return replace(account, state=AccountState.FAILED, error=error)
    closed = right is TuningRight.REFUSED
    return replace(
        _with_key_kept(outside, profile.key, typed, account),
        state=AccountState.CLOSED if closed else AccountState.ACCEPTED,
        models=tuple(models),
    )


def _answers(
    outside: Outside, service: str, typed: str | None, context: TaskContext
) -> tuple[Sequence[BaseModel], TuningRight]:
    with closing(outside.tuning(service, typed)) as connection, connection.ending_with(context.cancel):
        models = connection.base_models()
        context.cancel.raise_if_cancelled()
        return models, connection.tuning_right()


def _with_key_kept(outside: Outside, service: str, typed: str | None, account: Account) -> Account:
    if typed is None:
        return account
    outside.secrets.set(service, typed)
    return replace(account, kept=True, persistent=outside.secrets.persistent)


def _take_address(outside: Outside, service: str, address: str) -> bool:
    """Keep the address; whether the kept key was forgotten, because it was given for another place."""
    before = outside.settings.address(service)
    outside.settings.set_address(service, address)
    if not before or _place(before) == _place(outside.settings.address(service)):
        return False
    had_key = outside.secrets.get(service) is not None
    outside.secrets.delete(service)
    return had_key


def _place(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()
