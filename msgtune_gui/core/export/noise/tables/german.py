"""German sentences.

Sources: the README of tdauth/qronicle (a sample export with "… hat einen Anhang gesendet."), and public programs made
after Instagram's list of chats, to be found by their words "Du hast einen Anhang gesendet" and "gefällt eine
Nachricht".
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

GERMAN = SentenceTable(
    language="de",
    sentences={
        MessageKind.ATTACHMENT: ("[{who} hat|Du hast] einen Anhang gesendet[.|]",),
        MessageKind.REACTION: ("{handle} gefällt eine Nachricht",),
    },
)
