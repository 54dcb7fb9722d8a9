"""Page 2: which conversations to learn from, and whom the AI writes as."""

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from msgtune_gui.core.model import Export
from msgtune_gui.ui.page import WizardPage
from msgtune_gui.ui.people.conversation_model import Column, ConversationModel
from msgtune_gui.ui.people.conversation_table import ConversationTable
from msgtune_gui.ui.people.preview import Preview
from msgtune_gui.ui.people.sender_counts import SenderCounts
from msgtune_gui.ui.people.voice_chooser import VoiceChooser
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.tokens import SPACE_L, SPACE_S
from msgtune_gui.ui.widgets import Button, Label
from msgtune_gui.ui.widgets.folding import FoldingSplitter
from msgtune_gui.ui.words import number
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, TaskContext


class PeoplePage(WizardPage):
    """A table of conversations beside a preview, under the choice of the voice."""

    def __init__(self, session: WizardSession, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._runner = runner
        self._task: Task | None = None
        self._counts: SenderCounts | None = None
        self.voice = VoiceChooser()
        self.search = QLineEdit()
        self.model = ConversationModel(self)
        self.table = ConversationTable(self.model)
        self.all_button = Button(self.tr("Select &all"), "link")
        self.none_button = Button(self.tr("Select &none"), "link")
        self.ticked_label = Label("", "muted")
        self.preview = Preview()
        self._build()
        self._connect()
        self._on_export_changed()

    def heading(self) -> str:
        return self.tr("Whose voice should it learn?")

    def subheading(self) -> str:
        return self.tr("Say whom the AI writes as, and tick the conversations to learn from.")

    def blocker(self) -> str:
        if self._task is not None:
            return self.tr("Counting who wrote how much…")
        return ""

    def entered(self) -> None:
        self.voice.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search conversations"))
        below = QHBoxLayout()
        below.setSpacing(SPACE_S)
        below.addWidget(self.ticked_label, 1)
        below.addWidget(self.all_button)
        below.addWidget(self.none_button)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_S)
        column.addWidget(self.search)
        column.addWidget(self.table, 1)
        column.addLayout(below)
        self.columns = FoldingSplitter((left, self.preview))
        self.columns.setSizes([460, 360])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_L)
        layout.addWidget(self.voice)
        layout.addWidget(self.columns, 1)

    def _connect(self) -> None:
        self.session.export_changed.connect(self._on_export_changed)
        self.model.ticks_changed.connect(self._on_ticks_changed)
        self.model.modelReset.connect(self._on_model_reset)
        self.table.selectionModel().currentRowChanged.connect(self._on_current_row_changed)
        self.search.textChanged.connect(self.model.search)
        self.all_button.clicked.connect(self._on_all_clicked)
        self.none_button.clicked.connect(self._on_none_clicked)
        self.voice.voice_changed.connect(self._on_voice_changed)

    def _count_senders(self, export: Export) -> None:
        def work(context: TaskContext) -> SenderCounts:
            return SenderCounts.of(export.conversations, export.owner, context.cancel.raise_if_cancelled)

        self._task = self._runner.start(work)
        self._task.succeeded.connect(self._on_task_succeeded)
        self._task.failed.connect(self._on_task_failed)

    def _offer_people(self) -> None:
        if self._counts is None:
            self.voice.set_people((), self.tr("Counting…"))
        else:
            self.voice.set_people(self._counts.among(self.model.ticked))

    def _tell_session(self) -> None:
        if self._task is None:
            self.session.set_people(self.model.ticked, self.voice.voice)

    def _show_ticked(self) -> None:
        self.ticked_label.setText(
            self.tr("{ticked} of {total} ticked").format(
                ticked=number(len(self.model.ticked)), total=number(self.model.total)
            )
        )

    @Slot()
    def _on_export_changed(self) -> None:
        if self._task is not None:
            self._task.abandon()
            self._task = None
        self._counts = None
        self.voice.forget_wish()
        export = self.session.export
        if export is not None:
            self._count_senders(export)
        self.search.clear()
        self.preview.show_conversation(None)
        self.model.set_conversations(export.conversations if export is not None else ())
        total = number(self.model.total)
        self.search.setPlaceholderText(self.tr("Search {count} conversations").format(count=total))
        self.footer_changed.emit()

    @Slot(object)
    def _on_task_succeeded(self, counts: SenderCounts) -> None:
        self._task = None
        self._counts = counts
        self._offer_people()
        self._tell_session()
        self.footer_changed.emit()

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._task = None
        self.footer_changed.emit()
        self.crashed.emit(error)

    @Slot()
    def _on_ticks_changed(self) -> None:
        self._show_ticked()
        self._offer_people()
        self._tell_session()

    @Slot()
    def _on_voice_changed(self) -> None:
        self.preview.set_voice(self.voice.voice)
        self._tell_session()

    @Slot()
    def _on_model_reset(self) -> None:
        """Stay with the conversation in the preview where it is still shown, else take the first one."""
        if not self.model.rowCount():
            return
        shown = self.preview.conversation
        row = self.model.row_of(shown.identifier) if shown is not None else -1
        if row >= 0 or shown is None:
            self.table.setCurrentIndex(self.model.index(max(0, row), Column.TITLE))

    @Slot(QModelIndex)
    def _on_current_row_changed(self, current: QModelIndex) -> None:
        if not current.isValid():
            return
        conversation = self.model.conversation(current.row())
        shown = self.preview.conversation
        if shown is None or shown.identifier != conversation.identifier:
            self.preview.show_conversation(conversation)

    @Slot()
    def _on_all_clicked(self) -> None:
        self.model.tick_shown(True)

    @Slot()
    def _on_none_clicked(self) -> None:
        self.model.tick_shown(False)
