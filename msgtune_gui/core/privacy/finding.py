"""Looking through a whole export for private details."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence

from msgtune_gui.core.messages import KIND_CODES, MessageKind
from msgtune_gui.core.model import Conversation, PrivateDetail, PrivateDetails, PrivateKind
from msgtune_gui.core.privacy.found import Clue, Found

_Clues = dict[int, Clue]


def find_private_details(
    conversations: Sequence[Conversation],
    locale: str | None = None,
    checkpoint: Callable[[], None] = lambda: None,
    *,
    kinds: Collection[MessageKind] = tuple(MessageKind),
) -> PrivateDetails:
    """Every private detail in the texts, numbered in the order of conversations and messages.

    Nothing leaves this computer. What can be found and what not is said beside each finder of this package.

    Args:
        conversations: All of the export, so that numbers do not depend on what is ticked or filtered later.
        locale: The export's own language and country ("cs_CZ"), where it says; tells in which countries a phone number
            without its country code may be at home.
        checkpoint: Called every few thousand messages; raises Cancelled when the person asked to stop.
        kinds: Messages of other kinds are passed over, which is for those who learn from these kinds alone.
    """
    # Their many patterns are made when the first export is looked through, not when the program starts.
    from msgtune_gui.core.privacy.close_look import CloseLook
    from msgtune_gui.core.privacy.regions import home_regions

    codes = {KIND_CODES[kind] for kind in kinds}
    chosen = bytes(code in codes for code in range(256))
    worth_looking = [(conversation, _worth_looking(conversation, chosen, checkpoint)) for conversation in conversations]
    regions = home_regions(conversations, locale, _with_numbers(worth_looking))
    look = CloseLook(regions)
    numbering = _Numbering()
    found: dict[str, dict[int, tuple[PrivateDetail, ...]]] = {}
    for conversation, clues in worth_looking:
        texts = conversation.messages.texts
        in_it: dict[int, tuple[PrivateDetail, ...]] = {}
        for looked, (place, clue) in enumerate(clues.items()):
            if looked % 1000 == 0:
                checkpoint()
            details = numbering.numbered(look.details(texts[place] or "", clue))
            if details:
                in_it[place] = details
        if in_it:
            found[conversation.identifier] = in_it
    return PrivateDetails(found, regions)


def _worth_looking(conversation: Conversation, chosen: bytes, checkpoint: Callable[[], None]) -> _Clues:
    from msgtune_gui.core.privacy.candidates import candidates

    messages = conversation.messages
    clues: _Clues = {}
    for batch in candidates(messages.texts, messages.kinds.translate(chosen)):
        checkpoint()
        clues.update(batch)
    return clues


def _with_numbers(worth_looking: Sequence[tuple[Conversation, _Clues]]) -> Iterator[str]:
    number = int(Clue.NUMBER)
    return (
        conversation.messages.texts[place] or ""
        for conversation, clues in worth_looking
        for place, clue in clues.items()
        if int(clue) & number
    )


class _Numbering:
    """Gives equal details of one kind equal numbers, from 1."""

    def __init__(self) -> None:
        self._numbers: dict[PrivateKind, dict[str, int]] = defaultdict(dict)

    def numbered(self, details: Sequence[Found]) -> tuple[PrivateDetail, ...]:
        return tuple(PrivateDetail(kind, start, end, self._number(kind, key)) for kind, start, end, key in details)

    def _number(self, kind: PrivateKind, key: str) -> int:
        numbers = self._numbers[kind]
        return numbers.setdefault(key, len(numbers) + 1)
