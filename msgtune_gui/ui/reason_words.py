"""Why messages are left out, in words."""

from PySide6.QtCore import QCoreApplication

from msgtune_gui.core.model import LeftOutReason


def reason_words(reason: LeftOutReason, voice: str = "") -> str:
    """The name of a reason, to stand beside the number of messages that it leaves out.

    Args:
        reason: The reason.
        voice: Display name of the sender who becomes the AI; "" while nobody is chosen.
    """
    translate = QCoreApplication.translate
    words = {
        LeftOutReason.DOUBLE: translate("LeftOutReason", "Second copies of the same message"),
        LeftOutReason.NOT_TICKED: translate("LeftOutReason", "In conversations that are not ticked"),
        LeftOutReason.GROUPS: translate("LeftOutReason", "In conversations that the group filter leaves out"),
        LeftOutReason.SHORT_CONVERSATION: translate("LeftOutReason", "In conversations with few messages"),
        LeftOutReason.OUTSIDE_DATES: translate("LeftOutReason", "Outside the dates"),
        LeftOutReason.PERSON: translate("LeftOutReason", "By people you left out"),
        LeftOutReason.DELETED_ACCOUNT: translate("LeftOutReason", "By deleted accounts"),
        LeftOutReason.SYSTEM: translate("LeftOutReason", "Lines written by Messenger itself"),
        LeftOutReason.CALL: translate("LeftOutReason", "Calls"),
        LeftOutReason.REACTION: translate("LeftOutReason", "Reactions"),
        LeftOutReason.ATTACHMENT: translate("LeftOutReason", "Photos and other attachments"),
        LeftOutReason.UNSENT: translate("LeftOutReason", "Unsent messages"),
        LeftOutReason.LINK: translate("LeftOutReason", "Links without a word"),
        LeftOutReason.EMPTY: translate("LeftOutReason", "Messages with nothing in them"),
        LeftOutReason.AUTOMATIC: translate("LeftOutReason", "Sentences that look automatic"),
        LeftOutReason.PRIVATE: translate("LeftOutReason", "With private details that you drop"),
        LeftOutReason.NO_REPLY: _without_reply(voice),
        LeftOutReason.TOO_SHORT: translate("LeftOutReason", "In stretches too short for an example"),
        LeftOutReason.CUT_TAIL: translate("LeftOutReason", "At the end, too few for one more example"),
    }
    return words[reason]


def _without_reply(voice: str) -> str:
    translate = QCoreApplication.translate
    if not voice:
        return translate("LeftOutReason", "Without a reply")
    return translate("LeftOutReason", "Without a reply by {voice}").format(voice=voice)
