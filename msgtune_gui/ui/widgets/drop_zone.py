"""The dashed field that invites a drop and offers buttons for those who would rather choose."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from msgtune_gui.ui import theme
from msgtune_gui.ui.tokens import RADIUS_CARD, SPACE_L, SPACE_M, SPACE_S, SPACE_XL
from msgtune_gui.ui.widgets.button import Button
from msgtune_gui.ui.widgets.icon_view import IconView
from msgtune_gui.ui.widgets.label import Label


class DropZone(QWidget):
    """Only the picture and the buttons; the drop itself is taken by the DropArea around it.

    Signals:
        folder_wanted(): The person wants to choose a folder.
        files_wanted(): The person wants to choose files.
        sample_wanted(): The person wants to try the program with the sample.
        kept(): The person would rather keep the export that is there.
    """

    folder_wanted = Signal()
    files_wanted = Signal()
    sample_wanted = Signal()
    kept = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hovered = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.folder_button = Button(self.tr("Choose a &folder…"), icon="folder")
        self.files_button = Button(self.tr("Choose &zip or JSON files…"), icon="archive")
        self.sample_button = Button(self.tr("Try it with a &sample"), "link")
        self.keep_button = Button(self.tr("&Keep what is there"), "link")
        self.title = Label("", "section", wrap=True)
        self.hint = Label("", "muted", wrap=True)
        self.folder_button.clicked.connect(self.folder_wanted)
        self.files_button.clicked.connect(self.files_wanted)
        self.sample_button.clicked.connect(self.sample_wanted)
        self.keep_button.clicked.connect(self.kept)
        self._build()
        self.invite(adding=False, has_export=False)

    def invite(self, *, adding: bool, has_export: bool) -> None:
        """Ask for an export, or for a further part of the one that is there; `has_export` offers to keep that one."""
        if adding:
            self.title.setText(self.tr("Drop the other parts here"))
            self.hint.setText(self.tr("They are read together with what is there; what is in both counts once."))
        else:
            self.title.setText(self.tr("Drop your export here"))
            self.hint.setText(self.tr("A folder, zip files or JSON files. Drop all parts of the download at once."))
        self.sample_button.setHidden(adding)
        self.keep_button.setHidden(not has_export)

    def set_hovered(self, hovered: bool) -> None:
        """Show that a drop would be taken."""
        self._hovered = hovered
        self.update()

    def _build(self) -> None:
        centre = Qt.AlignmentFlag.AlignHCenter
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        buttons = QVBoxLayout()
        buttons.setSpacing(SPACE_M)
        buttons.addWidget(self.folder_button)
        buttons.addWidget(self.files_button)
        row = QHBoxLayout()
        row.addStretch()
        row.addLayout(buttons)
        row.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_XL)
        layout.setSpacing(SPACE_S)
        layout.addStretch()
        layout.addWidget(IconView("inbox", "accent", 44), 0, centre)
        layout.addSpacing(SPACE_S)
        layout.addWidget(self.title)
        layout.addWidget(self.hint)
        layout.addSpacing(SPACE_L)
        layout.addLayout(row)
        layout.addSpacing(SPACE_S)
        layout.addWidget(self.sample_button, 0, centre)
        layout.addWidget(self.keep_button, 0, centre)
        layout.addStretch()

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(tokens.accent_soft if self._hovered else tokens.surface))
        pen = QPen(QColor(tokens.accent if self._hovered else tokens.border_strong), 2 if self._hovered else 1.5)
        pen.setStyle(Qt.PenStyle.CustomDashLine)
        pen.setDashPattern([5, 4])
        painter.setPen(pen)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_CARD, RADIUS_CARD)
        painter.end()
