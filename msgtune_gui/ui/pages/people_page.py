"""Page 2: which messages to learn from, and whom the AI writes as."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from msgtune_gui.core.model import Conversation, Export, LeftOutReason, Selection
from msgtune_gui.core.selection import reason_of_conversation
from msgtune_gui.ui.page import WizardPage
from msgtune_gui.ui.people.conversation_model import Column, ConversationModel
from msgtune_gui.ui.people.conversation_table import ConversationTable
from msgtune_gui.ui.people.filters import count_of_filters
from msgtune_gui.ui.people.outcome import Outcome, OutcomeWorker
from msgtune_gui.ui.people.sender_counts import SenderCounts
from msgtune_gui.ui.people.side import Side
from msgtune_gui.ui.people.voice_chooser import VoiceChooser
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.tokens import SPACE_L, SPACE_S
from msgtune_gui.ui.widgets import Button, Label
from msgtune_gui.ui.widgets.folding import FoldingSplitter
from msgtune_gui.ui.words import number, plural
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, TaskContext


class PeoplePage(WizardPage):
    """A table of conversations beside panels on what of them is learned from, under the choice of the voice."""

    def __init__(self, session: WizardSession, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._runner = runner
        self._task: Task | None = None
        self._counts: SenderCounts | None = None
        self._first_count = True
        self._outcomes = OutcomeWorker(runner, self)
        self.voice = VoiceChooser()
        self.search = QLineEdit()
        self.model = ConversationModel(self)
        self.table = ConversationTable(self.model)
        self.all_button = Button(self.tr("&All"), "link")
        self.none_button = Button(self.tr("&None"), "link")
        self.ticked_label = Label("", "muted")
        self.side = Side()
        self.preview = self.side.preview
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

    @property
    def is_working_out(self) -> bool:
        """Whether counts of what is left out are still to come."""
        return self._outcomes.busy

    def entered(self) -> None:
        # A box that is still off while the senders are counted cannot take the focus.
        first = self.voice.box if self.voice.box.isEnabled() else self.search
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Search conversations"))
        self.all_button.setAccessibleName(self.tr("Tick all"))
        self.none_button.setAccessibleName(self.tr("Tick none"))
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
        self.columns = FoldingSplitter((left, self.side))
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
        self.side.wanted.connect(self._on_selection_wanted)
        self._outcomes.worked_out.connect(self._on_worked_out)
        self._outcomes.failed.connect(self.crashed)

    def _count_senders(self, export: Export) -> None:
        selection = self.session.selection

        def work(context: TaskContext) -> SenderCounts:
            checkpoint = context.cancel.raise_if_cancelled
            return SenderCounts.of(
                export.conversations, export.owner, checkpoint, selection.from_ms, selection.until_ms
            )

        if self._task is not None:
            self._task.abandon()
        self._task = self._runner.start(work)
        self._task.succeeded.connect(self._on_task_succeeded)
        self._task.failed.connect(self._on_task_failed)
        self.footer_changed.emit()

    def _offer_people(self) -> None:
        if self._counts is None:
            self.voice.set_people((), self.tr("Counting…"))
        else:
            self.voice.set_people(self._counts.among(self.model.used, self.session.selection.without_people))
        self._offer_to_leave_out()

    def _offer_to_leave_out(self) -> None:
        counts, everywhere = self._counts, self.model.all
        people = (lambda: counts.among(everywhere)) if counts is not None else None
        self.side.filters.set_people(people, self.voice.voice)

    def _tell_session(self) -> None:
        if self._task is None:
            self.session.set_people(self.model.ticked, self.voice.voice)

    def _refresh(self) -> None:
        """Bring everything that depends on ticks, filters and switches up to date."""
        selection, export = self.session.selection, self.session.export
        self._offer_people()
        self._tell_session()
        used = self.model.used
        self.side.show_selection(selection, groups_used=any(conversation.is_group for conversation in used))
        self._show_ticked(len(used))
        if export is not None:
            identifiers = frozenset(conversation.identifier for conversation in used)
            self._outcomes.work_out(export, self.session.selection, identifiers)

    def _show_ticked(self, used: int) -> None:
        ticked = len(self.model.ticked)
        words = self.tr("{count} of {total} ticked") if used == ticked else self.tr("{count} of {total} used")
        self.ticked_label.setText(words.format(count=number(used), total=number(self.model.total)))

    @Slot()
    def _on_export_changed(self) -> None:
        if self._task is not None:
            self._task.abandon()
            self._task = None
        self._counts = None
        self._outcomes.forget()
        self._first_count = True
        self.voice.forget_wish()
        export = self.session.export
        if export is not None:
            self._count_senders(export)
        self.search.clear()
        self.side.set_export(export)
        self.model.set_conversations(export.conversations if export is not None else ())
        one, many = self.tr("Search {count} conversation"), self.tr("Search {count} conversations")
        self.search.setPlaceholderText(plural(one, many, self.model.total))
        self.footer_changed.emit()

    @Slot(object)
    def _on_selection_wanted(self, selection: Selection) -> None:
        export, before = self.session.export, self.session.selection
        if export is None:
            return
        self.session.set_selection(selection)
        self.model.set_reasons(_filtered(export.conversations, selection))
        self._refresh()
        if (selection.from_ms, selection.until_ms) != (before.from_ms, before.until_ms):
            self._count_senders(export)

    @Slot(object)
    def _on_task_succeeded(self, counts: SenderCounts) -> None:
        self._task = None
        self._counts = counts
        self._refresh()
        if self._first_count and self.search.hasFocus() and not self.search.text():
            self.voice.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._first_count = False
        self.footer_changed.emit()

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._task = None
        self.footer_changed.emit()
        self.crashed.emit(error)

    @Slot(object)
    def _on_worked_out(self, outcome: Outcome) -> None:
        self.side.left_out.show_rows(outcome.rows)
        self.side.private.show_summary(outcome.private)
        self._show_left_out_messages()
        self.session.set_nothing_left(outcome.kept == 0)

    def _show_left_out_messages(self) -> None:
        outcome, shown = self._outcomes.outcome, self.preview.conversation
        if outcome is not None and shown is not None:
            self.preview.show_left_out(outcome.messages.reasons(shown))

    @Slot()
    def _on_ticks_changed(self) -> None:
        self._refresh()

    @Slot()
    def _on_voice_changed(self) -> None:
        self.preview.set_voice(self.voice.voice)
        self._tell_session()
        self._offer_to_leave_out()

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
            self._show_left_out_messages()

    @Slot()
    def _on_all_clicked(self) -> None:
        self.model.tick_shown(True)

    @Slot()
    def _on_none_clicked(self) -> None:
        self.model.tick_shown(False)


def _filtered(conversations: tuple[Conversation, ...], selection: Selection) -> dict[str, LeftOutReason]:
    """Which conversations a filter leaves out as a whole, whether they are ticked or not."""
    selection = replace(selection, ticked=None)
    reasons: dict[str, LeftOutReason] = {}
    if not count_of_filters(selection):
        return reasons
    for conversation in conversations:
        reason = reason_of_conversation(conversation, selection)
        if reason is None and _is_outside(conversation, selection):
            reason = LeftOutReason.OUTSIDE_DATES
        if reason is not None:
            reasons[conversation.identifier] = reason
    return reasons


def _is_outside(conversation: Conversation, selection: Selection) -> bool:
    if selection.from_ms is None and selection.until_ms is None:
        return False
    first, last = conversation.first_ms, conversation.last_ms
    if first is None or last is None:
        return False
    too_early = selection.from_ms is not None and last < selection.from_ms
    too_late = selection.until_ms is not None and first >= selection.until_ms
    return too_early or too_late
