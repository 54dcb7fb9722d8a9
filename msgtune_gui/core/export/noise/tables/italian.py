"""Italian sentences.

Sources: two public readers of their authors' own Instagram exports, to be found by their words "Ha messo "Mi piace" a
un messaggio" and "Ha aggiunto la reazione", and a program made after Instagram's list of chats, by "Hai inviato un
allegato".
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

ITALIAN = SentenceTable(
    language="it",
    sentences={
        MessageKind.ATTACHMENT: ("[{who} ha|Hai] inviato un allegato[.|]",),
        MessageKind.REACTION: (
            'Ha messo "Mi piace" a un messaggio',
            "Ha aggiunto la reazione {emoji}[| {name}]",
        ),
    },
)
