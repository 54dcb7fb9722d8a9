"""The filters: days, groups, length of a conversation, and people who are left out."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QDialog, QSizePolicy, QVBoxLayout, QWidget

from msgtune_gui.core.model import Export, GroupChoice, GroupSpeakers, Selection, SenderCount
from msgtune_gui.ui.people.date_limits import DateLimits
from msgtune_gui.ui.people.people_dialog import PeopleDialog
from msgtune_gui.ui.tokens import SPACE_L, SPACE_XS
from msgtune_gui.ui.widgets import Button, Label
from msgtune_gui.ui.widgets.number_field import NumberField
from msgtune_gui.ui.words import plural

_MOST_LEAST_MESSAGES = 1_000_000
_NAMES_SHOWN = 3
_LEAST_CHARACTERS = 12


class Filters(QWidget):
    """Shows the filters of a Selection and tells which one the person wants instead.

    Signals:
        wanted(object): The Selection with another filter.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = Selection()
        self._people: Sequence[SenderCount] | None = None
        self._voice: str | None = None
        self._has_groups = False
        self.dates = DateLimits()
        self.groups = _choice(self.tr("Groups"))
        self.groups.addItem(self.tr("All conversations"), GroupChoice.ALL)
        self.groups.addItem(self.tr("Without groups"), GroupChoice.WITHOUT_GROUPS)
        self.groups.addItem(self.tr("Only groups"), GroupChoice.ONLY_GROUPS)
        self.speakers = _choice(self.tr("Other people in groups"))
        self.speakers.addItem(self.tr("Their name before their words"), GroupSpeakers.NAMED)
        self.speakers.addItem(self.tr("All as one, without names"), GroupSpeakers.MERGED)
        self._least_words = self.tr("Leave out conversations with fewer messages than")
        self.least = NumberField(0, _MOST_LEAST_MESSAGES, 0, self._least_words)
        self.least.setKeyboardTracking(False)
        self.least.setGroupSeparatorShown(True)
        self.people_button = Button(self.tr("Leave people &out…"), icon="people")
        self.people_words = Label("", "muted", wrap=True)
        self.reset_button = Button(self.tr("&Reset filters"), "link")
        self._build()
        self._connect()
        self.show_selection(self._selection)

    def set_export(self, export: Export | None) -> None:
        """Another export: no day outside its own can be chosen, and nothing about groups where it has none."""
        conversations = export.conversations if export is not None else ()
        times = [found for conversation in conversations if (found := conversation.messages.times)]
        firsts, lasts = (found[0] for found in times), (found[-1] for found in times)
        self.dates.set_span(min(firsts, default=None), max(lasts, default=None))
        self._has_groups = any(conversation.is_group for conversation in conversations)
        self._group_part.setVisible(self._has_groups)
        self.show_selection(Selection())

    def set_people(self, people: Sequence[SenderCount] | None, voice: str | None) -> None:
        """Everyone who can be left out, None while nobody knows, and who cannot: whom the AI writes as."""
        self._people = people
        self._voice = voice
        self.people_button.setEnabled(people is not None)

    def show_selection(self, selection: Selection, *, groups_used: bool = True) -> None:
        """Show these filters; the way groups are written only while a group is learned from."""
        self._selection = selection
        self.dates.show_limits(selection.from_ms, selection.until_ms)
        self.groups.setCurrentIndex(self.groups.findData(selection.groups))
        self.speakers.setCurrentIndex(self.speakers.findData(selection.group_speakers))
        self._speakers_part.setVisible(groups_used and self._has_groups)
        if self.least.value() != selection.least_messages:
            self.least.blockSignals(True)
            self.least.setValue(selection.least_messages)
            self.least.blockSignals(False)
        self.people_words.setText(self._words_on_people(sorted(selection.without_people)))
        self.reset_button.setVisible(count_of_filters(selection) > 0)

    def _words_on_people(self, names: Sequence[str]) -> str:
        if not names:
            return self.tr("Nobody is left out.")
        shown = ", ".join(" ".join(name.split()) for name in names[:_NAMES_SHOWN])
        if len(names) > _NAMES_SHOWN:
            more = len(names) - _NAMES_SHOWN
            others = plural(self.tr("and {count} other"), self.tr("and {count} others"), more)
            shown = f"{shown} {others}"
        quoted = self.tr("Their messages never reach the file; others can still quote their words.")
        return self.tr("Left out: {names}.").format(names=shown) + "\n" + quoted

    def _build(self) -> None:
        self._group_part = _labelled(self.tr("Groups"), self.groups)
        self._speakers_part = _labelled(self.tr("Other people in groups"), self.speakers)
        people = QVBoxLayout()
        people.setSpacing(SPACE_XS)
        self.people_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        people.addWidget(self.people_button)
        people.addWidget(self.people_words)
        self.reset_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_L)
        layout.addWidget(self.dates)
        layout.addWidget(_labelled(self._least_words, self.least))
        layout.addWidget(self._group_part)
        layout.addWidget(self._speakers_part)
        layout.addLayout(people)
        layout.addWidget(self.reset_button)
        layout.addStretch()

    def _connect(self) -> None:
        self.dates.changed.connect(self._on_dates_changed)
        self.groups.activated.connect(self._on_groups_activated)
        self.speakers.activated.connect(self._on_speakers_activated)
        self.least.valueChanged.connect(self._on_least_changed)
        self.people_button.clicked.connect(self._on_people_clicked)
        self.reset_button.clicked.connect(self.reset)

    @Slot()
    def reset(self) -> None:
        """Want no filter at all; the switches of the other panels stay."""
        if self.reset_button.hasFocus():
            # The button goes, and its focus would go to whatever comes first in the window.
            self.dates.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.wanted.emit(without_filters(self._selection))

    @Slot()
    def _on_dates_changed(self) -> None:
        from_ms, until_ms = self.dates.limits_ms
        self.wanted.emit(replace(self._selection, from_ms=from_ms, until_ms=until_ms))

    @Slot(int)
    def _on_groups_activated(self, _index: int) -> None:
        self.wanted.emit(replace(self._selection, groups=GroupChoice(self.groups.currentData())))

    @Slot(int)
    def _on_speakers_activated(self, _index: int) -> None:
        self.wanted.emit(replace(self._selection, group_speakers=GroupSpeakers(self.speakers.currentData())))

    @Slot(int)
    def _on_least_changed(self, least: int) -> None:
        self.wanted.emit(replace(self._selection, least_messages=least))

    @Slot()
    def _on_people_clicked(self) -> None:
        if self._people is None:
            return
        dialog = PeopleDialog(self._people, self._selection.without_people, self._voice, self)
        dialog.finished.connect(self._on_dialog_finished)
        dialog.open()

    @Slot(int)
    def _on_dialog_finished(self, result: int) -> None:
        dialog = self.sender()
        if not isinstance(dialog, PeopleDialog):
            return
        dialog.deleteLater()
        if result == QDialog.DialogCode.Accepted:
            self.wanted.emit(replace(self._selection, without_people=dialog.ticked))


def count_of_filters(selection: Selection) -> int:
    """How many of the filters are set."""
    return sum(
        (
            selection.from_ms is not None or selection.until_ms is not None,
            selection.groups is not GroupChoice.ALL,
            selection.least_messages > 0,
            bool(selection.without_people),
        )
    )


def without_filters(selection: Selection) -> Selection:
    """The same switches without any filter."""
    plain = Selection()
    return replace(
        selection,
        from_ms=plain.from_ms,
        until_ms=plain.until_ms,
        groups=plain.groups,
        least_messages=plain.least_messages,
        without_people=plain.without_people,
    )


def _choice(name: str) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setMinimumContentsLength(_LEAST_CHARACTERS)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    return box


def _labelled(words: str, field: QWidget) -> QWidget:
    part = QWidget()
    layout = QVBoxLayout(part)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(SPACE_XS)
    label = Label(words, wrap=True)
    label.setBuddy(field)
    layout.addWidget(label)
    layout.addWidget(field)
    return part
