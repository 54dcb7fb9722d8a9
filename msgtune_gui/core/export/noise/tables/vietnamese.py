"""Vietnamese sentences.

Sources: public programs made after Messenger's and Instagram's lists of chats, to be found by their words "đã gửi một
file đính kèm" and "về tin nhắn của bạn", and two that clean Instagram's messages, by "Đã thích một tin nhắn".
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

VIETNAMESE = SentenceTable(
    language="vi",
    you=("Bạn",),
    sentences={
        MessageKind.ATTACHMENT: ("{who} đã gửi một file đính kèm[.|]",),
        MessageKind.REACTION: ("Đã bày tỏ cảm xúc {emoji} về tin nhắn của bạn", "Đã thích một tin nhắn"),
    },
)
