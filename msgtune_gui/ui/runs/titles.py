"""Runs that keep the name their person gave them, whoever saves them."""

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from pathlib import Path

from msgtune_gui.core.jobs import Run
from msgtune_gui.core.ports import RunStore


class TitledRuns:
    """A RunStore over another one, since a run under way saves itself again and again and knows no new name."""

    def __init__(self, store: RunStore) -> None:
        self._store = store
        self._titles: dict[str, str] = {}
        self._lock = threading.Lock()

    def rename(self, identifier: str, title: str) -> Run | None:
        """Give a run a name, "" to take it away; None when there is no such run. Raises UserError."""
        with self._lock:
            run = self._store.get(identifier)
            if run is None:
                return None
            self._store.save(replace(run, title=title))
            self._titles[identifier] = title
            return replace(run, title=title)

    def titled(self, run: Run) -> Run:
        """The run under the name that it has by now."""
        return replace(run, title=self._titles.get(run.identifier, run.title))

    def save(self, run: Run) -> None:
        """Write the run under the name that it has by now. Raises UserError when the disk is full."""
        with self._lock:
            self._store.save(self.titled(run))

    def get(self, identifier: str) -> Run | None:
        """One run."""
        return self._store.get(identifier)

    def all(self) -> Sequence[Run]:
        """Every run, newest first."""
        return self._store.all()

    def folder(self, identifier: str) -> Path:
        """The run's own folder."""
        return self._store.folder(identifier)

    def held(self, identifier: str) -> AbstractContextManager[None]:
        """Work on a run alone inside the `with` block. Raises UserError when another msgtune works on it."""
        return self._store.held(identifier)

    def remove(self, identifier: str) -> None:
        """Delete the run and its folder. Raises UserError when it cannot be."""
        with self._lock:
            self._store.remove(identifier)
            self._titles.pop(identifier, None)
