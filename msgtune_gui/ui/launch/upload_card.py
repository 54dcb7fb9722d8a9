"""What leaves the computer, said and counted before anything does."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.file_limits import refused_file
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.core.upload_facts import UploadFacts, upload_facts
from msgtune_gui.ui import theme
from msgtune_gui.ui.runs.material import ExportMaterial, Material, SavedMaterial
from msgtune_gui.ui.widgets import Card, IconView, Label
from msgtune_gui.ui.words import data_size, day_of, number, plural
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, TaskContext, Work


class UploadCard(Card):
    """One sentence for a service on this computer; for a hosted one also what the file holds, counted in a worker.

    Signals:
        changed(): `refusal` or `counting` may have changed.
        crashed(object): An exception that is no UserError, for the crash dialog.
    """

    changed = Signal()
    crashed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._profile: ServiceProfile | None = None
        self._material: Material | None = None
        self._counted: tuple[Material, UploadFacts] | None = None
        self._failure: UserError | None = None
        self._task: Task | None = None
        self._icon = IconView("shield", "success")
        self.leaves = Label(wrap=True)
        self.figures: list[Label] = []
        self.problem = Label(role="error", wrap=True)
        self._build()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_S)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.leaves, 1)
        self._table = QWidget()
        grid = QGridLayout(self._table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_XS)
        grid.setColumnStretch(1, 1)
        for row, caption in enumerate((self.tr("The file"), self.tr("Messages"), self.tr("People"))):
            value = Label(wrap=True)
            value.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            self.figures.append(value)
            grid.addWidget(Label(caption, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
        self.body.setSpacing(theme.SPACE_S)
        self.body.addLayout(head)
        self.body.addWidget(self._table)
        self.body.addWidget(self.problem)

    @property
    def counting(self) -> bool:
        """Whether what is to be uploaded is still being counted."""
        return self._task is not None

    @property
    def refusal(self) -> UserError | None:
        """Why the service would not take the file; None where it would, or while that is not known."""
        facts = self._facts
        if facts is None or self._profile is None or self._profile.on_device:
            return None
        return refused_file(self._profile, facts.examples, facts.size_bytes)

    def show_material(self, profile: ServiceProfile, material: Material | None) -> None:
        """Show what a training at a service would send; the count begins by itself where it is needed."""
        self._profile = profile
        on_device = profile.on_device
        self._icon.show_icon("shield" if on_device else "cloud", "success" if on_device else "warning")
        self.leaves.setText(profile.leaves_computer)
        if material != self._material:
            self._material = material
            self._failure = None
            self._abandon()
        if not on_device and self._failure is None and self._facts is None and self._task is None:
            self._begin(material)
        self._show_figures()

    def _begin(self, material: Material | None) -> None:
        if material is not None:
            self._task = self._runner.start(_count(material))
            self._task.succeeded.connect(self._on_task_succeeded)
            self._task.failed.connect(self._on_task_failed)

    @property
    def _facts(self) -> UploadFacts | None:
        if self._counted is None or self._counted[0] != self._material:
            return None
        return self._counted[1]

    def _show_figures(self) -> None:
        hosted = self._profile is not None and not self._profile.on_device
        self._table.setVisible(hosted and self._material is not None)
        problem = self._failure or self.refusal
        self.problem.setText(str(problem or ""))
        self.problem.setVisible(hosted and problem is not None)
        facts = self._facts
        if facts is None:
            texts = [self.tr("being counted…") if self.counting else self.tr("not known")] * 3
        else:
            texts = self._words_for(facts)
        for label, text in zip(self.figures, texts, strict=True):
            label.setText(text)

    def _words_for(self, facts: UploadFacts) -> list[str]:
        examples = plural(self.tr("{count} example"), self.tr("{count} examples"), facts.examples)
        file = self.tr("{size}, {examples}").format(size=data_size(facts.size_bytes), examples=examples)
        if facts.messages is None or facts.people is None:
            known = self.tr("those of the training that they were saved with")
            return [file, known, known]
        messages = number(facts.messages)
        if facts.first_ms is not None and facts.last_ms is not None:
            words = self.tr("{count}, sent from {first} to {last}")
            messages = words.format(count=messages, first=day_of(facts.first_ms), last=day_of(facts.last_ms))
        voice = self._material.voice if self._material is not None else ""
        people = self.tr("{count} besides {voice}").format(count=number(facts.people), voice=voice)
        return [file, messages, people]

    def _abandon(self) -> None:
        if self._task is not None:
            self._task.abandon()
            self._task = None

    @Slot(object)
    def _on_task_succeeded(self, counted: tuple[Material, UploadFacts]) -> None:
        self._task = None
        self._counted = counted
        self._show_figures()
        self.changed.emit()

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._task = None
        if isinstance(error, UserError):
            self._failure = error
        else:
            self._failure = UserError(self.tr("What is to be uploaded could not be counted."))
            self.crashed.emit(error)
        self._show_figures()
        self.changed.emit()


def _count(material: Material) -> Work:
    """Work that returns a material with its UploadFacts."""

    def work(context: TaskContext) -> tuple[Material, UploadFacts]:
        match material:
            case ExportMaterial():
                return material, upload_facts(material.plan, material.options, context.cancel)
            case SavedMaterial():
                return material, _of_file(material)
            case _:
                raise TypeError(f"{type(material).__name__} cannot be counted.")

    return work


def _of_file(saved: SavedMaterial) -> UploadFacts:
    try:
        return UploadFacts(saved.path.stat().st_size, saved.examples)
    except OSError as error:
        raise UserError(
            "The saved examples of that training are gone.", "Open the export once more and prepare them anew."
        ) from error
