"""What a tick in the list of what is left out changes in the selection."""

from dataclasses import replace

from msgtune_gui.core.messages import KINDS, MessageKind
from msgtune_gui.core.model import GroupChoice, LeftOutReason, Selection

_KINDS = {LeftOutReason(kind.value): kind for kind in KINDS if kind is not MessageKind.SPEECH}
_FILTERS: dict[LeftOutReason, tuple[str, ...]] = {
    LeftOutReason.GROUPS: ("groups",),
    LeftOutReason.SHORT_CONVERSATION: ("least_messages",),
    LeftOutReason.OUTSIDE_DATES: ("from_ms", "until_ms"),
    LeftOutReason.PERSON: ("without_people",),
}
_NO_FILTER = Selection()


class Switches:
    """Turns reasons on and off; a filter that was turned off is remembered, to be had again by the next tick."""

    def __init__(self) -> None:
        self._aside: dict[LeftOutReason, Selection] = {}

    def forget(self) -> None:
        """Another export: the filters belonged to the old one."""
        self._aside.clear()

    def can_switch(self, reason: LeftOutReason) -> bool:
        """Whether a reason has a switch in the list."""
        return reason in _KINDS or reason in _FILTERS or reason is LeftOutReason.DELETED_ACCOUNT

    def leaves_out(self, selection: Selection, reason: LeftOutReason) -> bool:
        """Whether the messages of a reason with a switch are left out."""
        if reason in _KINDS:
            return _KINDS[reason] not in selection.kinds
        if reason is LeftOutReason.DELETED_ACCOUNT:
            return not selection.deleted_accounts
        return _is_set(reason, selection)

    def set_aside(self, selection: Selection) -> dict[LeftOutReason, Selection]:
        """Filters that were turned off here and not set anew since, each with the selection that has it again."""
        return {
            reason: _with_filter(selection, reason, aside)
            for reason, aside in self._aside.items()
            if not _is_set(reason, selection)
        }

    def switched(self, selection: Selection, reason: LeftOutReason, leave_out: bool) -> Selection:
        """The selection with the messages of a reason left out or kept."""
        if reason in _KINDS:
            kind = frozenset({_KINDS[reason]})
            return replace(selection, kinds=selection.kinds - kind if leave_out else selection.kinds | kind)
        if reason is LeftOutReason.DELETED_ACCOUNT:
            return replace(selection, deleted_accounts=not leave_out)
        if leave_out:
            return _with_filter(selection, reason, self._aside.pop(reason, selection))
        self._aside[reason] = selection
        return _with_filter(selection, reason, _NO_FILTER)


def _is_set(reason: LeftOutReason, selection: Selection) -> bool:
    match reason:
        case LeftOutReason.GROUPS:
            return selection.groups is not GroupChoice.ALL
        case LeftOutReason.SHORT_CONVERSATION:
            return selection.least_messages > 0
        case LeftOutReason.PERSON:
            return bool(selection.without_people)
        case _:
            return selection.from_ms is not None or selection.until_ms is not None


def _with_filter(selection: Selection, reason: LeftOutReason, source: Selection) -> Selection:
    return replace(selection, **{name: getattr(source, name) for name in _FILTERS[reason]})
