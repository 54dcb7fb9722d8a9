"""What was chosen, as the person knows it."""

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QCoreApplication

from msgtune_gui.ui.words import number

_CONTEXT = "Sources"
_NAMED = 3
_FILES = frozenset({".zip", ".json"})


def source_words(sources: Sequence[PurePath]) -> str:
    """The name of the one thing chosen, or how many there are."""
    if len(sources) == 1:
        return sources[0].name or str(sources[0])
    # Told by the names alone: asking the disk could take seconds for what lies on a network.
    if all(source.suffix.lower() in _FILES for source in sources):
        words = QCoreApplication.translate(_CONTEXT, "{count} files")
    else:
        words = QCoreApplication.translate(_CONTEXT, "{count} parts")
    return words.format(count=number(len(sources)))


def source_names(sources: Sequence[PurePath]) -> str:
    """The names of the first few of several things chosen; "" for one alone."""
    if len(sources) < 2:
        return ""
    names = ", ".join(source.name or str(source) for source in sources[:_NAMED])
    if len(sources) <= _NAMED:
        return names
    words = QCoreApplication.translate(_CONTEXT, "{names} and {count} more")
    return words.format(names=names, count=number(len(sources) - _NAMED))
