"""Portuguese (Brazil) sentences.

Sources: public programs made after Instagram's list of chats, to be found by their words "Curtiu uma mensagem",
"Reagiu com" with "à sua mensagem", and "Você enviou um anexo."
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

PORTUGUESE = SentenceTable(
    language="pt",
    you=("Você",),
    sentences={
        MessageKind.ATTACHMENT: ("{who} enviou um anexo[.|]",),
        MessageKind.REACTION: ("Curtiu uma mensagem", "Reagiu com {emoji} à sua mensagem"),
    },
)
