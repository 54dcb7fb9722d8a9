"""Page 2: which messages to learn from, and whom the AI writes as."""

from PySide6.QtCore import QModelIndex, Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from msgtune_gui.core.model import Conversation, Selection
from msgtune_gui.core.people import namesakes
from msgtune_gui.ui.page import WizardPage
from msgtune_gui.ui.people.conversation_model import Column, ConversationModel
from msgtune_gui.ui.people.conversation_table import ConversationTable
from msgtune_gui.ui.people.outcome import Outcome, OutcomeWorker
from msgtune_gui.ui.people.side import Side
from msgtune_gui.ui.people.voice_chooser import VoiceChooser
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.tokens import SPACE_L, SPACE_S
from msgtune_gui.ui.widgets import Button, Label
from msgtune_gui.ui.widgets.folding import FoldingSplitter
from msgtune_gui.ui.words import number, plural
from msgtune_gui.workers.runner import TaskRunner


class PeoplePage(WizardPage):
    """A table of conversations beside panels on what of them is learned from, under the choice of the voice."""

    def __init__(self, session: WizardSession, runner: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(session, parent)
        self._is_first_outcome = True
        self._wants_to_go_on = False
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
        if self._outcomes.busy and self._outcomes.outcome is None:
            return self.tr("Counting who wrote how much…")
        return ""

    @property
    def is_working_out(self) -> bool:
        """Whether what the newest choice comes to is still to be seen."""
        return self._outcomes.busy

    def entered(self) -> None:
        # A box that is still off while the senders are counted cannot take the focus.
        first = self.voice.box if self.voice.box.isEnabled() else self.search
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def left(self) -> None:
        self._wants_to_go_on = False

    def primary_pressed(self) -> bool:
        """Go on, if need be once it is known what the last change leaves to learn from, and of whom."""
        self._wants_to_go_on = self._outcomes.busy
        return not self._wants_to_go_on

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
        self.voice.namesakes.not_meant.connect(self.model.untick)
        self.side.wanted.connect(self._on_selection_wanted)
        self._outcomes.worked_out.connect(self._on_worked_out)
        self._outcomes.failed.connect(self._on_failed)

    def _offer_to_leave_out(self) -> None:
        outcome = self._outcomes.outcome
        self.side.filters.set_people(outcome.everyone if outcome is not None else None, self.voice.voice)

    def _ask_about_namesakes(self) -> None:
        outcome, voice = self._outcomes.outcome, self.voice.voice
        found: tuple[Conversation, ...] = ()
        if outcome is not None and voice is not None:
            used = (one for one in outcome.export.conversations if one.identifier in outcome.used)
            found = namesakes(used, voice, outcome.export.owner)
        self.voice.namesakes.ask(voice or "", found)

    def _refresh(self) -> None:
        """Take what was ticked or chosen, and begin to work out what it comes to."""
        self._wants_to_go_on = False
        self.session.set_people(self.model.ticked, self.voice.voice)
        self._show_selection()
        if self.session.export is not None:
            set_aside = self.side.left_out.set_aside(self.session.selection)
            self._outcomes.work_out(self.session.export, self.session.selection, set_aside)

    def _show_selection(self) -> None:
        outcome = self._outcomes.outcome
        self.side.show_selection(self.session.selection, groups_used=outcome is None or outcome.uses_groups)
        used, ticked = self.model.used, len(self.model.ticked)
        words = self.tr("{count} of {total} ticked") if used == ticked else self.tr("{count} of {total} used")
        self.ticked_label.setText(words.format(count=number(used), total=number(self.model.total)))

    @Slot()
    def _on_export_changed(self) -> None:
        self._outcomes.forget()
        self._is_first_outcome = True
        self.voice.forget_wish()
        self.voice.set_people((), self.tr("Counting…"))
        self._offer_to_leave_out()
        export = self.session.export
        self.search.clear()
        self.side.set_export(export)
        self.model.set_conversations(export.conversations if export is not None else ())
        one, many = self.tr("Search {count} conversation"), self.tr("Search {count} conversations")
        self.search.setPlaceholderText(plural(one, many, self.model.total))
        self.footer_changed.emit()

    @Slot(object)
    def _on_selection_wanted(self, selection: Selection) -> None:
        if self.session.export is not None:
            self.session.set_selection(selection)
            self._refresh()

    @Slot(object)
    def _on_worked_out(self, outcome: Outcome) -> None:
        voice, goes_on = self.voice.voice, self._wants_to_go_on
        self.model.set_reasons(outcome.filtered)
        self.voice.set_people(outcome.people)
        self._offer_to_leave_out()
        self._ask_about_namesakes()
        self.session.set_people(self.model.ticked, self.voice.voice)
        self._show_selection()
        self.side.show_outcome(outcome)
        self._show_left_out_messages()
        self.session.set_nothing_left(outcome.kept == 0)
        if self._is_first_outcome and self.search.hasFocus() and not self.search.text():
            self.voice.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self._is_first_outcome = self._wants_to_go_on = False
        self.footer_changed.emit()
        if goes_on and self.voice.voice == voice:
            self.continue_requested.emit()

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._wants_to_go_on = False
        self.footer_changed.emit()
        self.crashed.emit(error)

    def _show_left_out_messages(self) -> None:
        outcome, shown = self._outcomes.outcome, self.preview.conversation
        if outcome is not None and shown is not None:
            self.preview.show_left_out(outcome.messages.reasons(shown))

    @Slot()
    def _on_ticks_changed(self) -> None:
        self._refresh()

    @Slot()
    def _on_voice_changed(self) -> None:
        self._wants_to_go_on = False
        self.preview.set_voice(self.voice.voice)
        if self._outcomes.outcome is not None:
            self.session.set_people(self.model.ticked, self.voice.voice)
        self._offer_to_leave_out()
        self._ask_about_namesakes()

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
