"""Thai sentences.

Source: a public reader of its author's own Messenger and Instagram exports, to be found by its words
"การโทรด้วยเสียงสิ้นสุดลงแล้ว".
"""

from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

THAI = SentenceTable(
    language="th",
    sentences={
        MessageKind.CALL: (
            "คุณเริ่มการโทร[|ด้วยเสียง]",
            "{person}[| ]เริ่มการโทรด้วยเสียง",
            "การโทรด้วยเสียงสิ้นสุดลงแล้ว",
            "คุณไม่ได้รับสายการโทรด้วยเสียง",
            "คุณไม่ได้รับสายการโทรด้วยเสียงจาก[| ]{people}",
        ),
        MessageKind.REACTION: ("แสดงความรู้สึก[| ]{emoji}[| ]ต่อข้อความของคุณ", "ถูกใจข้อความ"),
    },
)
