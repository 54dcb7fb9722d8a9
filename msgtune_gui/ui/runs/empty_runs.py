"""What stands in the list of trainings before the first one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.ui import theme
from msgtune_gui.ui.widgets import Button, IconView, Label


class EmptyRuns(QWidget):
    """Says what will be here, and that a model from elsewhere will do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = Label(self.tr("No trainings yet"), "section", wrap=True)
        note = Label(
            self.tr(
                "Every training you start is kept here: how it stands, what it cost, and the model it made. "
                "A model that you already have elsewhere can be talked to as well."
            ),
            "muted",
            wrap=True,
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL)
        layout.setSpacing(theme.SPACE_S)
        layout.addStretch()
        layout.addWidget(IconView("inbox", "text_muted", 48), 0, Qt.AlignmentFlag.AlignHCenter)
        for label in (title, note):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        self.own_model_button = Button(self.tr("Chat with a &model I already have…"), icon="chat")
        layout.addSpacing(theme.SPACE_M)
        layout.addWidget(self.own_model_button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
