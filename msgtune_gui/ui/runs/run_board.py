"""Every run the person has, and all work on them that is under way in this program."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui.runs.closing import closing_question
from msgtune_gui.ui.runs.material import SavedMaterial
from msgtune_gui.ui.runs.titles import TitledRuns
from msgtune_gui.ui.runs.watched_run import Phase, WatchedRun, phase_of
from msgtune_gui.ui.runs.work import Wish, can_go_on, has_training_file, profile_of
from msgtune_gui.workers.runner import TaskRunner

_TAKEN_UP_BY_ITSELF = {
    RunState.UPLOADING,
    RunState.UPLOADED,
    RunState.CREATING_JOB,
    RunState.RUNNING,
    RunState.FETCHING_ADAPTER,
    RunState.CANCELLING,
}


class RunBoard(QObject):
    """Owns a task for each run under way; those on this computer wait for one another in the engine's own queue.

    Signals:
        changed(object): WatchedRun that got on, or whose name is another.
        listed(): There are other runs than before, or one was taken up or has ended.
        ended(object): WatchedRun on which nothing works any more.
        removed(str): Id of a run that is gone for good.
        crashed(object): An exception that no page can put into words, for the crash dialog.
    """

    changed = Signal(object)
    listed = Signal()
    ended = Signal(object)
    removed = Signal(str)
    crashed = Signal(object)

    def __init__(self, runner: TaskRunner, outside: Outside, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._outside = outside
        self._watched: list[WatchedRun] = []
        self._told: dict[WatchedRun, tuple[str | None, Phase]] = {}
        self.store = TitledRuns(outside.runs)

    def runs(self) -> Sequence[Run]:
        """Every run, newest first, each as last heard of."""
        heard = {watched.identifier: watched.run for watched in self._watched}
        return [heard.get(run.identifier) or run for run in self.store.all()]

    def profile(self, run: Run) -> ServiceProfile:
        """Where a run is trained."""
        return profile_of(self._outside, run.service)

    def watched(self, identifier: str) -> WatchedRun | None:
        """The run, if this start of the program has worked on it."""
        return next((each for each in self._watched if each.identifier == identifier), None)

    def watch(self, run: Run) -> WatchedRun:
        """The run to be shown or worked on; nothing is begun yet."""
        return self.watched(run.identifier) or self._add(run)

    def phase(self, run: Run) -> Phase:
        """How a run stands."""
        watched = self.watched(run.identifier)
        return phase_of(run) if watched is None else watched.phase

    @property
    def under_way(self) -> Sequence[WatchedRun]:
        """Those that a task works on."""
        return [each for each in self._watched if each.phase.under_way]

    @property
    def in_need_of_key(self) -> Sequence[WatchedRun]:
        """Those that cannot go on before somebody gives a key."""
        return [each for each in self._watched if each.phase is Phase.NEEDS_KEY]

    def start(self, wish: Wish) -> WatchedRun:
        """Begin a new run."""
        watched = self._add(None)
        watched.start(wish)
        return watched

    def take_up_hosted(self) -> None:
        """Go on with every run that a person has started, or cancelled, at a service and that has not ended there."""
        for run in self.store.all():
            goes_on = run.state in _TAKEN_UP_BY_ITSELF and not self.profile(run).on_device
            if (goes_on or run.state is RunState.CANCELLING) and can_go_on(self.store, run):
                self.watch(run).go_on()

    def offered(self) -> WatchedRun | None:
        """The newest run that an earlier start left unfinished and that nobody works on."""
        for run in self.store.all():
            if can_go_on(self.store, run) and self.phase(run) is Phase.LEFT:
                return self.watch(run)
        return None

    def material_of(self, run: Run) -> SavedMaterial | None:
        """What a run has learned from, if it is still there."""
        if not has_training_file(self.store, run):
            return None
        return SavedMaterial(run, self.store.folder(run.identifier) / run.training_file)

    def can_go_on(self, run: Run) -> bool:
        """Whether a run that has not ended can be taken up again."""
        return can_go_on(self.store, run)

    def rename(self, run: Run, title: str) -> None:
        """Give a run another name, "" to call it by its voice and day. Raises UserError."""
        renamed = self.store.rename(run.identifier, title)
        watched = self.watched(run.identifier)
        if renamed is not None and watched is not None and watched.run is not None:
            watched.renamed(self.store.titled(watched.run))
        self.listed.emit()

    def forget(self, identifier: str) -> None:
        """A run is gone from the store."""
        watched = self.watched(identifier)
        if watched is not None and not watched.phase.under_way:
            self._watched.remove(watched)
            self._told.pop(watched, None)
            watched.setParent(None)
        self.removed.emit(identifier)
        self.listed.emit()

    def reconsider(self, identifier: str) -> None:
        """A run was written to the store by somebody else: show it as it is there by now."""
        watched = self.watched(identifier)
        if watched is not None:
            watched.read_again()
        self.listed.emit()

    def close_question(self) -> str:
        """What closing the program would do to the runs under way; "" when there are none."""
        return closing_question([each for each in self.under_way if each.phase is Phase.WORKING])

    def _add(self, run: Run | None) -> WatchedRun:
        watched = WatchedRun(self._runner, self._outside, self.store, run, self)
        watched.changed.connect(self._on_changed)
        watched.settled.connect(self._on_settled)
        watched.crashed.connect(self.crashed)
        self._watched.append(watched)
        return watched

    @Slot(object)
    def _on_changed(self, watched: WatchedRun) -> None:
        stands = (watched.identifier, watched.phase)
        if self._told.get(watched) != stands:
            self._told[watched] = stands
            self.listed.emit()
        self.changed.emit(watched)

    @Slot(object)
    def _on_settled(self, watched: WatchedRun) -> None:
        self.ended.emit(watched)
