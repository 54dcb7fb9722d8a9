"""The question before a run is deleted whole, and the list of what became of each thing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from msgtune_gui.core.deletion import Deletion, Fate, Trace
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui import theme
from msgtune_gui.ui.run_words import run_title
from msgtune_gui.ui.runs.deleting import Deleting
from msgtune_gui.ui.runs.deletion_words import FATE_ICONS, fate_words, trace_words, what_goes, what_stays
from msgtune_gui.ui.widgets import Banner, BannerKind, Button, IconView, Label
from msgtune_gui.ui.widgets.value_label import ValueLabel

_WIDTH_IN_CHARACTERS = 72
_RESULT_IN_LINES = 32


class DeleteDialog(QDialog):
    """Asks, deletes and tells; Enter and Escape keep everything while it asks."""

    def __init__(self, run: Run, profile: ServiceProfile, deleting: Deleting, parent: QWidget) -> None:
        super().__init__(parent)
        self._run = run
        self._profile = profile
        self._deleting = deleting
        self.setWindowTitle(self.tr("Forget this model") if run.adopted else self.tr("Delete everything"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._faces = (self._build_question(), self._build_busy(), self._build_result())
        layout = QVBoxLayout(self)
        # The least height that labels tell of is that of a narrow dialog, and this one is not.
        layout.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_L)
        for face in self._faces:
            layout.addWidget(face, 1)
        layout.addLayout(self._build_buttons())
        self.setFixedWidth(self.fontMetrics().averageCharWidth() * _WIDTH_IN_CHARACTERS)
        deleting.told.connect(self._on_told)
        deleting.failed.connect(self._on_failed)
        self._show(0)

    def _build_question(self) -> QWidget:
        face, layout = _face()
        words = (
            self.tr("Forget “{title}”?")
            if self._run.adopted
            else self.tr("Delete “{title}” and all that is left of it?")
        )
        layout.addWidget(Label(words.format(title=run_title(self._run)), "section", wrap=True))
        layout.addWidget(Label(self.tr("This goes, and cannot be brought back:"), wrap=True))
        lines = QGridLayout()
        lines.setHorizontalSpacing(theme.SPACE_S)
        lines.setVerticalSpacing(theme.SPACE_XS)
        lines.setColumnStretch(1, 1)
        for row, line in enumerate(what_goes(self._run, self._profile)):
            lines.addWidget(Label("•"), row, 0, Qt.AlignmentFlag.AlignTop)
            lines.addWidget(Label(line, wrap=True), row, 1)
        layout.addLayout(lines)
        stays = what_stays(self._run, self._profile)
        if stays:
            banner = Banner()
            banner.show_message(BannerKind.WARNING, self.tr("This cannot be deleted from here:"), stays)
            layout.addWidget(banner)
        layout.addStretch()
        return face

    def _build_busy(self) -> QWidget:
        face, layout = _face()
        layout.addWidget(Label(self.tr("Deleting…"), "section"))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(self.tr("Deleting"))
        layout.addWidget(bar)
        layout.addWidget(Label(self.tr("You may close this; it goes on behind."), "muted", wrap=True))
        layout.addStretch()
        return face

    def _build_result(self) -> QWidget:
        self.banner = Banner()
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(theme.SPACE_S)
        self._lines.setVerticalSpacing(theme.SPACE_M)
        self._lines.setColumnStretch(1, 1)
        inner, inner_layout = _face()
        inner_layout.addLayout(self._lines)
        inner_layout.addStretch()
        self._inner = inner
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(inner)
        face, layout = _face()
        layout.addWidget(self.banner)
        layout.addWidget(self._area, 1)
        return face

    def _build_buttons(self) -> QHBoxLayout:
        self.delete_button = Button(
            self.tr("&Forget it") if self._run.adopted else self.tr("&Delete everything"), "danger"
        )
        self.again_button = Button(self.tr("&Try again"), "primary")
        self.forget_button = Button(self.tr("Delete only what is &here"), "danger")
        self.close_button = Button("")
        self.delete_button.clicked.connect(self._on_delete_clicked)
        self.again_button.clicked.connect(self._on_delete_clicked)
        self.forget_button.clicked.connect(self._on_forget_clicked)
        self.close_button.clicked.connect(self.close)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.forget_button)
        row.addStretch()
        row.addWidget(self.delete_button)
        row.addWidget(self.close_button)
        row.addWidget(self.again_button)
        return row

    @property
    def results(self) -> list[str]:
        """What is told of each thing."""
        words = []
        for row in range(self._lines.rowCount()):
            item = self._lines.itemAtPosition(row, 1)
            widget = item.widget() if item is not None else None
            if widget is not None:
                words.append(": ".join(label.text() for label in widget.findChildren(Label)))
        return words

    def _show(self, face: int, *, failed: bool = False) -> None:
        # Hidden ones first, so that the dialog never has room for two.
        for widget in sorted(self._faces, key=lambda widget: widget is self._faces[face]):
            widget.setVisible(widget is self._faces[face])
        self.delete_button.setVisible(face == 0)
        self.again_button.setVisible(failed)
        self.forget_button.setVisible(failed)
        self.close_button.setText(self.tr("&Keep it") if face == 0 else self.tr("&Close"))
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fit_height()

    def _fit_height(self) -> None:
        layout = self.layout()
        if self.isVisible() and layout is not None:
            layout.activate()
            height = layout.totalHeightForWidth(self.width())
            self.setMinimumHeight(height)
            self.resize(self.width(), height)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit_height()

    @Slot()
    def _on_delete_clicked(self) -> None:
        self._show(1)
        self._deleting.begin()

    @Slot()
    def _on_forget_clicked(self) -> None:
        self._show(1)
        self._deleting.forget_here()

    @Slot(object)
    def _on_told(self, deletions: Sequence[Deletion]) -> None:
        failed = any(each.fate is Fate.FAILED for each in deletions)
        gone = any(each.trace is Trace.FILES_HERE and each.fate is Fate.DELETED for each in deletions)
        if failed and gone:
            message = self.tr("Everything on this computer is deleted.")
            self.banner.show_message(BannerKind.WARNING, message, self.tr("What could not be deleted stays there."))
        elif failed:
            message, advice = (
                self.tr("Not everything could be deleted yet."),
                self.tr("The rest is kept for another try."),
            )
            self.banner.show_message(BannerKind.WARNING, message, advice)
        elif self._run.adopted:
            self.banner.show_message(BannerKind.SUCCESS, self.tr("msgtune has forgotten the model."))
        else:
            self.banner.show_message(BannerKind.SUCCESS, self.tr("The training is deleted."))
        self._show_lines(deletions)
        self._show(2, failed=failed and not gone)

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        self.banner.show_error(error)
        self._show_lines(())
        self._show(2, failed=True)

    def _show_lines(self, deletions: Sequence[Deletion]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        # What needs the person comes first.
        order = (Fate.FAILED, Fate.STAYS, Fate.DELETED, Fate.NOTHING_THERE)
        for row, deletion in enumerate(sorted(deletions, key=lambda each: order.index(each.fate))):
            icon, token = FATE_ICONS[deletion.fate]
            self._lines.addWidget(IconView(icon, token), row, 0, Qt.AlignmentFlag.AlignTop)
            line, words = _face()
            words.setSpacing(0)
            words.addWidget(ValueLabel(trace_words(deletion.trace, self._profile), "strong"))
            words.addWidget(ValueLabel(fate_words(deletion), "muted"))
            self._lines.addWidget(line, row, 1)
        needed = self._inner.heightForWidth(self.width() - 2 * theme.SPACE_XL)
        self._area.setMinimumHeight(max(0, min(needed, self.fontMetrics().height() * _RESULT_IN_LINES)))


def _face() -> tuple[QWidget, QVBoxLayout]:
    widget = QWidget()
    layout = QVBoxLayout(widget)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.SPACE_M)
    return widget, layout
