"""One run under way: what it is saved as, what is told of it, and how it waits for its service."""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from msgtune_gui.core.errors import KeyRefused, ServiceStopped, Unreachable, UserError
from msgtune_gui.core.jobs import Run, RunState, Trouble, TuneProgress, TuneStep
from msgtune_gui.core.ports import CancelToken, RunStore, TuningService
from msgtune_gui.core.tuning.waiting import Waiting

LOOKS = 3
"""How often something that a service may have made is looked for; its lists lag behind."""
ASKED_AGAIN_LATER = (Unreachable, KeyRefused, ServiceStopped)
"""Errors that leave a run where it is; any other UserError is the service's last word."""

Report = Callable[[TuneProgress], None]
_Answer = TypeVar("_Answer")


class RunUnderWay:
    """Carries one run through its steps.

    Args:
        run: As saved.
        service: Where it is trained.
        store: Where it is saved before and after every outside step.
        report: Told how far it is.
        cancel: Ends every pause at once.
        patience_s: How long the service may stay out of reach, in seconds; None for as long as it takes.
    """

    def __init__(
        self,
        run: Run,
        service: TuningService,
        store: RunStore,
        report: Report,
        cancel: CancelToken,
        patience_s: float | None,
    ) -> None:
        self.run = run
        self.service = service
        self.store = store
        self.cancel = cancel
        self._tell = report
        self._patience_s = patience_s
        self._last = TuneProgress(run, TuneStep.CHECKING_ACCOUNT)

    def save(self, run: Run) -> None:
        """Write the run down; only then does it stand so."""
        self.store.save(run)
        self.run = run

    def failed(self, told: UserError) -> UserError:
        """Save the run as failed and give the error back, to be raised."""
        self.save(replace(self.run, state=RunState.FAILED, error=str(told)))
        return told

    def known(self, identifier: str | None) -> str:
        """An id that the present state cannot be without. Raises UserError when it is."""
        if identifier is None:
            raise self.failed(
                UserError(
                    "The saved state of this training is not complete.", "Nothing is lost: start the training again."
                )
            )
        return identifier

    def report(self, progress: TuneProgress) -> None:
        """Tell how far the run is."""
        self._last = progress
        self._tell(progress)

    def trouble(self, kind: Trouble, words: str, next_try_s: float | None = None) -> None:
        """Tell why the run has to wait, beside what was told last."""
        self._tell(replace(self._last, run=self.run, trouble=kind, trouble_words=words, next_try_s=next_try_s))

    def pauses(self) -> Waiting:
        """Pauses of this service, beginning with the shortest."""
        return Waiting(self.service.poll_bounds_s, self.cancel)

    def pause(self, pauses: Waiting, seconds: float) -> None:
        """Wait, and tell when the computer slept meanwhile. Raises Cancelled."""
        if pauses.pause(seconds):
            self.trouble(Trouble.SLEPT, "This computer was asleep; the service is asked at once.", 0.0)

    def insist(
        self,
        ask: Callable[[], _Answer],
        *,
        found: Callable[[], _Answer | None] | None = None,
        patience_s: float | None = None,
    ) -> _Answer:
        """Ask until there is an answer.

        Args:
            ask: May be asked any number of times, or what it does can be found.
            found: Asked before each repetition whether the service has done it after all.
            patience_s: Instead of the run's own patience.

        Raises:
            Unreachable: Patience has ended.
        """
        patience_s = self._patience_s if patience_s is None else patience_s
        silent_since = time.monotonic()
        pauses = self.pauses()
        while True:
            try:
                return ask()
            except Unreachable as error:
                self.cancel.raise_if_cancelled()
                if patience_s is not None and time.monotonic() - silent_since > patience_s:
                    raise
                self._wait_out(error, pauses)
                done = found() if found is not None else None
                if done is not None:
                    return done

    def look_for(self, ask: Callable[[], Sequence[_Answer]]) -> Sequence[_Answer]:
        """What a service lists of something that it may have made; it counts as not made after several looks."""
        pauses = self.pauses()
        for look in range(LOOKS):
            if look:
                self.pause(pauses, pauses.take())
            listed = self.insist(ask)
            if listed:
                return listed
        return ()

    def _wait_out(self, error: Unreachable, pauses: Waiting) -> None:
        kind = Trouble.UNREACHABLE if error.retry_after_s is None else Trouble.BUSY
        seconds = pauses.take(error.retry_after_s)
        self.trouble(kind, error.message, seconds)
        self.pause(pauses, seconds)
