"""Dutch sentences.

Source: a public reader of JSON exports in French, English and Dutch, to be found by its words "heeft een bijlage
verstuurd".
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

DUTCH = SentenceTable(
    language="nl",
    sentences={MessageKind.ATTACHMENT: ("{who} heeft een bijlage verstuurd[.|]",)},
)
