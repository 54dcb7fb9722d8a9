"""Turkish sentences.

Source: two public readers of one Instagram export, to be found by the sentence itself.
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

TURKISH = SentenceTable(
    language="tr",
    sentences={MessageKind.REACTION: ("Bir mesajı beğendi",)},  # noqa: RUF001 - a Turkish letter
)
