"""What is known of the person's account at a service, and the questions that find it out; done in workers."""

from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from enum import StrEnum

from msgtune_gui.core.addresses import is_near, take_address
from msgtune_gui.core.errors import KeyRefused, TrainingClosed, Unreachable, UserError
from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import BaseModel, ServiceProfile, TuningRight
from msgtune_gui.workers.task import TaskContext, Work

_Answers = tuple[Sequence[BaseModel], TuningRight]
_Question = Callable[[Outside, str, str | None, TaskContext], _Answers]

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
        keyless: No key was sent, because a service near by may need none.
        forgotten: The key of another address was forgotten, so that it cannot be sent to this one.
        error: Why it could not be asked, or what it was refused for.
    """

    state: AccountState = AccountState.NOT_ASKED
    models: tuple[BaseModel, ...] = ()
    ending: str = ""
    kept: bool = False
    persistent: bool = True
    keyless: bool = False
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
    """Work that tries a key by asking the service for its base models, and keeps it if it works; returns the Account.

    Args:
        outside: The way out.
        profile: The service.
        typed: Key to try instead of the one that is kept.
        address: Base URL to keep first, where the person gives it; None to leave it as it is.
    """
    return lambda context: _account(outside, profile, typed, address, context, _trainable)


def ask_for_chat(outside: Outside, profile: ServiceProfile, typed: str | None, address: str | None) -> Work:
    """The same, where models to talk to are wanted and nothing will be trained."""
    return lambda context: _account(outside, profile, typed, address, context, _talkable)


def forget_key(outside: Outside, service: str) -> Work:
    """Work that deletes a service's key and returns the Account without it."""

    def work(_context: TaskContext) -> Account:
        outside.secrets.delete(service)
        return Account(AccountState.NO_KEY, persistent=outside.secrets.persistent)

    return work


def _account(
    outside: Outside,
    profile: ServiceProfile,
    typed: str | None,
    address: str | None,
    context: TaskContext,
    ask: _Question,
) -> Account:
    account = Account()
    try:
        if address is not None:
            forgotten = take_address(outside.settings, outside.secrets, profile.key, address)
            account = replace(account, forgotten=forgotten)
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
            keyless=not key and profile.asks_address and is_near(outside.settings.address(profile.key)),
        )
        if not key and not account.keyless:
            return replace(account, state=AccountState.NO_KEY)
    return _tried(outside, profile, typed, account, context, ask)


def _tried(
    outside: Outside,
    profile: ServiceProfile,
    typed: str | None,
    account: Account,
    context: TaskContext,
    ask: _Question,
) -> Account:
    context.report(replace(account, state=AccountState.TRYING))
    try:
        models, right = ask(outside, profile.key, typed, context)
    except KeyRefused as error:
        if account.keyless:
            return replace(account, state=AccountState.NO_KEY, keyless=False)
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


def _trainable(outside: Outside, service: str, typed: str | None, context: TaskContext) -> _Answers:
    with closing(outside.tuning(service, typed)) as connection, connection.ending_with(context.cancel):
        models = connection.base_models()
        context.cancel.raise_if_cancelled()
        return models, connection.tuning_right()


def _talkable(outside: Outside, service: str, typed: str | None, context: TaskContext) -> _Answers:
    names = outside.chat_models(service, typed, context.cancel)
    return [BaseModel(name) for name in names], TuningRight.GRANTED


def _with_key_kept(outside: Outside, service: str, typed: str | None, account: Account) -> Account:
    if typed is None:
        return account
    outside.secrets.set(service, typed)
    return replace(account, kept=True, persistent=outside.secrets.persistent)
