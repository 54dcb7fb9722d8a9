"""The accounts at all services, asked one at a time and each at most once while nothing changes."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal, Slot

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui.account.account import Account, AccountState, ask_account, forget_key
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, Work

Question = Callable[[Outside, ServiceProfile, str | None, str | None], Work]
"""Makes the work that asks: with a key to try and an address to keep first, or None for those that are known."""


class AccountCheck(QObject):
    """Remembers what each service has answered; keyring, network and engine are waited for in workers.

    Signals:
        changed(): `account` may have changed.
        crashed(object): An exception that is no UserError, for the crash dialog.
    """

    changed = Signal()
    crashed = Signal(object)

    def __init__(
        self, runner: TaskRunner, outside: Outside, parent: QObject | None = None, question: Question = ask_account
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._question = question
        self._outside = outside
        self._profile = outside.profiles[0]
        self._accounts: dict[str, Account] = {}
        self._task: Task | None = None

    @property
    def account(self) -> Account:
        """What is known of the account at the service that is chosen."""
        return self._accounts.get(self._profile.key, Account())

    def choose(self, profile: ServiceProfile) -> None:
        """Turn to another service; what was being asked of the one before is of no interest any more."""
        if profile != self._profile:
            self.abandon()
            self._profile = profile
            self.changed.emit()

    def ask_if_new(self) -> None:
        """Ask with the key that is kept, unless that was done or the service could be reached."""
        if self.account.state in {AccountState.NOT_ASKED, AccountState.UNREACHABLE, AccountState.FAILED}:
            self.ask()

    def ask(self, typed: str | None = None, address: str | None = None) -> None:
        """Try a key, or the one that is kept, at an address, or at the one that is known."""
        before = self.account
        state = AccountState.TRYING if typed or not self._profile.needs_key else AccountState.LOOKING
        self.abandon()
        self._show(replace(before, state=state, error=None, forgotten=False))
        self._start(self._question(self._outside, self._profile, typed, address))

    def forget(self) -> None:
        """Delete the key that is kept."""
        self.abandon()
        self._show(Account(AccountState.LOOKING))
        self._start(forget_key(self._outside, self._profile.key))

    def stop(self) -> None:
        """End the question that is being asked; the answer would take too long."""
        if self._task is not None:
            self._task.cancel()

    def _start(self, work: Work) -> None:
        task = self._task = self._runner.start(work)
        task.progressed.connect(self._on_task_told)
        task.succeeded.connect(self._on_task_succeeded)
        task.failed.connect(self._on_task_failed)
        task.cancelled.connect(self._on_task_cancelled)

    def abandon(self) -> None:
        """Have nothing to do with the question that is being asked any more."""
        if self._task is not None:
            self._task.abandon()
            self._task = None
            self._accounts.pop(self._profile.key, None)

    def _show(self, account: Account) -> None:
        self._accounts[self._profile.key] = account
        self.changed.emit()

    @Slot(object)
    def _on_task_told(self, account: Account) -> None:
        self._show(account)

    @Slot(object)
    def _on_task_succeeded(self, account: Account) -> None:
        self._task = None
        self._show(account)

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._task = None
        words = self.tr("{service} could not be asked because of a fault in msgtune.")
        told = UserError(words.format(service=self._profile.title), self.tr("Your choices are kept."))
        self._show(replace(self.account, state=AccountState.FAILED, error=told))
        self.crashed.emit(error)

    @Slot()
    def _on_task_cancelled(self) -> None:
        self._task = None
        self._show(replace(self.account, state=AccountState.NOT_ASKED))
