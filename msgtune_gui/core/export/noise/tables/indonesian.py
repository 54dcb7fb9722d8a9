"""Indonesian sentences.

Sources: a browser extension that hides the previews in Instagram's list of chats, to be found by its words
"mengirim tautan", and a program made after that list, by "Anda mengirim lampiran."
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

INDONESIAN = SentenceTable(
    language="id",
    you=("Anda",),
    sentences={MessageKind.ATTACHMENT: ("{who} mengirim [lampiran|foto|video|reel|tautan|pesan suara|gif|stiker].",)},
)
