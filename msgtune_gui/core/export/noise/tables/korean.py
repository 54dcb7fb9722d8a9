"""Korean sentences.

Source: a page copied from Instagram's list of chats, to be found by its words "님이 첨부 파일을 보냈습니다".
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

KOREAN = SentenceTable(
    language="ko",
    sentences={MessageKind.ATTACHMENT: ("{who}님이 첨부 파일을 보냈습니다[.|]",)},
)
