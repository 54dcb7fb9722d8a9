"""The texts that a person's choices leave of a conversation, as they were written but for masks and invented names."""

from collections import Counter
from collections.abc import Sequence

from msgtune_gui.core.kept_lines import placeholders
from msgtune_gui.core.model import Conversation, Export, LeftOutReason
from msgtune_gui.core.privacy import masked_text
from msgtune_gui.core.selection import MessageFilter, tally
from msgtune_gui.core.turns import Slicing
from msgtune_gui.core.wording import invented_names


class ChosenTexts:
    """Gives the texts of one conversation after the other; white space around them stays."""

    def __init__(self, export: Export, slicing: Slicing) -> None:
        self._selection = slicing.selection
        self._filter = MessageFilter(export, slicing.selection)
        self._private = export.private.found if export.private is not None and slicing.selection.masked else {}
        self._invented = invented_names(export, slicing)
        self._placeholders = placeholders(slicing.selection)

    def of(self, conversation: Conversation) -> tuple[Sequence[str | None], Counter[LeftOutReason]]:
        """For each message its text, None where it is left out, and how many are left out for each reason."""
        messages = conversation.messages
        codes = self._filter.reasons(conversation)
        left_out = tally(codes)
        texts = [None if code else text or "" for code, text in zip(codes, messages.texts, strict=True)]
        for place, text in enumerate(texts):
            if text is not None and not text.strip():
                texts[place] = self._placeholders.get(messages.kinds[place])
                left_out[LeftOutReason.EMPTY] += texts[place] is None
        for place, details in self._private.get(conversation.identifier, {}).items():
            text = texts[place]
            if text is not None:
                texts[place] = masked_text(text, details, self._selection.masked)
        if self._invented is not None:
            texts = [None if text is None else self._invented.replaced(text) for text in texts]
        return texts, left_out
