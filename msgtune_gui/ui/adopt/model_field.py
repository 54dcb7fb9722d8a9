"""The field for a model's name: typed, or chosen from a list that may be long."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QCompleter, QWidget

_MOST_SHOWN = 12
_LEAST_CHARACTERS = 20


class ModelField(QComboBox):
    """Completes what is typed from anywhere within the names."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(_MOST_SHOWN)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(_LEAST_CHARACTERS)
        self.setAccessibleName(self.tr("Model"))
        self.setPlaceholderText(self.tr("The model's name"))
        # A name is not a word, and nobody's phone should learn it.
        self.setInputMethodHints(Qt.InputMethodHint.ImhNoPredictiveText | Qt.InputMethodHint.ImhNoAutoUppercase)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(_MOST_SHOWN)
        self.setCompleter(completer)
        edit = self.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(self.placeholderText())
            edit.setAccessibleName(self.accessibleName())

    @property
    def name(self) -> str:
        """What is typed or chosen."""
        return self.currentText().strip()

    def show_models(self, names: Sequence[str]) -> None:
        """Offer names; what is typed stays."""
        if [self.itemText(place) for place in range(self.count())] == list(names):
            return
        typed = self.currentText()
        self.clear()
        self.addItems(list(names))
        self.setCurrentIndex(-1)
        self.setEditText(typed)
