"""The review of private details: what was found, kind by kind, and what becomes of it."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QCoreApplication, QLocale, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.core.model import Export, PrivateAction, PrivateKind, Selection
from msgtune_gui.core.privacy.summary import PrivateSummary
from msgtune_gui.ui.people.openable_row import OpenableRow
from msgtune_gui.ui.people.samples import Sample
from msgtune_gui.ui.tokens import SPACE_L, SPACE_S
from msgtune_gui.ui.widgets import Label, Line
from msgtune_gui.ui.widgets.segments import Segments
from msgtune_gui.ui.widgets.tab_order import tab_in_order
from msgtune_gui.ui.widgets.tick_line import TickLine
from msgtune_gui.ui.words import number, plural


class PrivateDetailsReview(QWidget):
    """Shows the choices of a selection and tells which one the person wants instead.

    Signals:
        wanted(object): The Selection with another choice.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = Selection()
        self.words = Label("", "muted", wrap=True)
        self._regions: Sequence[str] = ()
        self._found: dict[PrivateKind, PrivateSummary] = {}
        self.rows: dict[PrivateKind, _KindRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_L)
        self.also = Label("", "small", wrap=True)
        self.legend = Label(
            self.tr(
                "Mask writes [email 1] or the like in its place, the same mask each time. "
                "Drop leaves the whole message out."
            ),
            "small",
            wrap=True,
        )
        self.names = TickLine(self.tr("Replace the names of other people by invented ones"))
        self.names.ticked.connect(self._on_names_ticked)
        names_words = Label(
            self.tr("Each person gets the same invented name everywhere. Nicknames stay as they are."),
            "small",
            wrap=True,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_L)
        layout.addWidget(self.words)
        layout.addLayout(self._list)
        layout.addWidget(self.legend)
        layout.addWidget(self.also)
        layout.addWidget(Line())
        names = QVBoxLayout()
        names.setSpacing(SPACE_S)
        names.addWidget(self.names)
        names.addWidget(names_words)
        layout.addLayout(names)
        layout.addStretch()
        self.set_export(None)

    def set_export(self, export: Export | None) -> None:
        """Another export: what is in it is still to be counted."""
        private = export.private if export is not None else None
        self._regions = private.regions if private is not None else ()
        self.show_summary(None if private is None else ())
        if private is not None:
            self.words.setText(self.tr("Counting…"))
            self.also.hide()

    def show_summary(self, summary: Sequence[PrivateSummary] | None, *, anything: bool = True) -> None:
        """List what was found in what is chosen.

        Args:
            summary: Each kind that was found; None where nobody has looked.
            anything: Whether the filters leave any message.
        """
        self._found = {row.kind: row for row in summary or ()}
        self.words.setText(self._words(looked=summary is not None, anything=anything))
        self.also.setText(self._words_on_the_search())
        self.also.setVisible(summary is not None and anything and self._selection.ticked != frozenset())
        if self.isVisible():
            self._render()

    def _words(self, *, looked: bool, anything: bool) -> str:
        if not looked:
            return self.tr("Private details were not looked for in this export.")
        if self._found:
            return self.tr("These were found on this computer; nothing was sent anywhere.")
        if self._selection.ticked == frozenset():
            return self.tr("Tick a conversation to see its private details.")
        if not anything:
            return self.tr("The filters leave no message, so there is no private detail to show.")
        return self.tr("No private details were found in what is chosen. The search was done on this computer.")

    def _words_on_the_search(self) -> str:
        """What was looked for in vain, and in which countries' ways phone numbers may be written."""
        countries = _listed([_country(region) for region in self._regions])
        phones = PrivateKind.PHONE
        names = []
        for kind in (kind for kind in PrivateKind if kind not in self._found):
            name = kind_words(kind)
            # Lower case within the sentence, but for words that are capitals anyway.
            name = name if name[1].isupper() else name[0].lower() + name[1:]
            if kind is phones and countries:
                name = self.tr("{kind} (as written in {countries})").format(kind=name, countries=countries)
            names.append(name)
        lines = [self.tr("Also looked for, not found: {kinds}.").format(kinds=", ".join(names))] if names else []
        if phones in self._found and countries:
            words = self.tr("Phone numbers without a country code: as written in {countries}.")
            lines.append(words.format(countries=countries))
        return "\n".join(lines)

    def show_selection(self, selection: Selection) -> None:
        """Show what becomes of each kind, and whether names are replaced."""
        self._selection = selection
        for kind, row in self.rows.items():
            row.choice.show_value(action_of(selection, kind))
        self.names.box.setChecked(selection.invented_names)

    def _render(self) -> None:
        rows_before = len(self.rows)
        for kind, summary in self._found.items():
            row = self.rows.get(kind) or self._new_row(kind)
            row.show_summary(summary)
        if len(self.rows) > rows_before:
            rows = [self.rows[kind] for kind in PrivateKind if kind in self.rows]
            tab_in_order([*(stop for row in rows for stop in row.tab_stops()), self.names.box])
        for kind, row in self.rows.items():
            row.setVisible(kind in self._found)
        self.legend.setVisible(bool(self._found))

    def _new_row(self, kind: PrivateKind) -> "_KindRow":
        row = self.rows[kind] = _KindRow(kind, self)
        row.choice.show_value(action_of(self._selection, kind))
        row.choice.chosen.connect(partial(self._choose, kind))
        order = [known for known in PrivateKind if known in self.rows]
        self._list.insertWidget(order.index(kind), row)
        return row

    def _choose(self, kind: PrivateKind, action: PrivateAction) -> None:
        self.wanted.emit(with_action(self._selection, kind, action))

    @Slot(bool)
    def _on_names_ticked(self, ticked: bool) -> None:
        self.wanted.emit(replace(self._selection, invented_names=ticked))

    def showEvent(self, event: QShowEvent) -> None:
        """Make the rows when somebody looks at them first: they take their time."""
        super().showEvent(event)
        self._render()


class _KindRow(OpenableRow):
    """One kind: its name, how much there is of it, and the choice."""

    def __init__(self, kind: PrivateKind, parent: QWidget) -> None:
        name = kind_words(kind)
        super().__init__(name, Label(name, "strong", wrap=True), parent)
        self.figures = Label("", "small", wrap=True)
        translate = QCoreApplication.translate
        self.choice = Segments(
            name,
            (
                (PrivateAction.KEEP, translate("PrivateAction", "Keep")),
                (PrivateAction.MASK, translate("PrivateAction", "Mask")),
                (PrivateAction.DROP, translate("PrivateAction", "Drop")),
            ),
        )
        self.body.insertWidget(1, self.choice, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.insertWidget(1, self.figures)

    def show_summary(self, summary: PrivateSummary) -> None:
        """Show how many there are, and samples."""
        if summary.different == 1 < summary.count:
            words = self.tr("{count} found, all the same").format(count=number(summary.count))
        elif summary.different == summary.count:
            words = plural(self.tr("{count} found"), self.tr("{count} found, all different"), summary.count)
        else:
            words = self.tr("{count} found, {different} different")
            words = words.format(count=number(summary.count), different=number(summary.different))
        self.figures.setText(words)
        self.describe(words)
        self.set_samples(lambda: [Sample(text) for text in summary.samples])

    def describe(self, figures: str) -> None:
        super().describe(figures)
        for button in self.choice.buttons:
            button.setAccessibleDescription(figures)

    def tab_stops(self) -> list[QWidget]:
        return [*super().tab_stops(), *self.choice.buttons]


def _country(region: str) -> str:
    return QLocale.territoryToString(QLocale.codeToTerritory(region))


def _listed(names: Sequence[str]) -> str:
    translate = QCoreApplication.translate
    if len(names) < 2:
        return "".join(names)
    return translate("PrivateKind", "{names} and {last}").format(names=", ".join(names[:-1]), last=names[-1])


def kind_words(kind: PrivateKind) -> str:
    """The name of a kind of private detail."""
    translate = QCoreApplication.translate
    return {
        PrivateKind.EMAIL: translate("PrivateKind", "E-mail addresses"),
        PrivateKind.PHONE: translate("PrivateKind", "Phone numbers"),
        PrivateKind.CARD: translate("PrivateKind", "Card numbers"),
        PrivateKind.IBAN: translate("PrivateKind", "Bank accounts (IBAN)"),
        PrivateKind.IP_ADDRESS: translate("PrivateKind", "IP addresses"),
        PrivateKind.SECRET_LINK: translate("PrivateKind", "Links with a secret in them"),
        PrivateKind.POSTAL_CODE: translate("PrivateKind", "Postal codes"),
    }[kind]


def action_of(selection: Selection, kind: PrivateKind) -> PrivateAction:
    """What becomes of a kind of private detail."""
    if kind in selection.dropped:
        return PrivateAction.DROP
    return PrivateAction.MASK if kind in selection.masked else PrivateAction.KEEP


def with_action(selection: Selection, kind: PrivateKind, action: PrivateAction) -> Selection:
    """The selection with something else becoming of a kind of private detail."""
    masked, dropped = selection.masked - {kind}, selection.dropped - {kind}
    if action is PrivateAction.MASK:
        masked |= {kind}
    elif action is PrivateAction.DROP:
        dropped |= {kind}
    return replace(selection, masked=masked, dropped=dropped)
