"""Texts near a reaction that its author may not have typed, because they hold the same emoji."""

from collections.abc import Sequence
from typing import Protocol

import msgspec

_NEAR = 8
"""Messages on either side."""
_PROBES = 4
"""Reactions without such a text after which a file is taken to hold none: Meta tells all as messages or none."""
_MOST_PROBES = 16
_HEARTS = frozenset(heart.encode().decode("latin-1") for heart in ("❤", "❤\ufe0f"))
"""Instagram tells these in words alone ("Liked a message")."""


class _Reaction(msgspec.Struct, gc=False):
    reaction: str = ""
    actor: str = ""


class _RawMessage(Protocol):
    sender_name: str
    content: str | None
    reactions: msgspec.Raw | None


_decoder = msgspec.json.Decoder(list[_Reaction])


def reaction_signs(raws: Sequence[_RawMessage]) -> list[tuple[int, str]]:
    """Places of the messages that may report a reaction, with the reaction, as it stands in the file.

    Args:
        raws: The messages of one file, in its order.
    """
    signs: list[tuple[int, str]] = []
    reported = unreported = looked_at = 0
    for place in (place for place, raw in enumerate(raws) if raw.reactions is not None):
        for reaction in _reactions(raws[place].reactions):
            looked_at += 1
            found = _reports(raws, place, reaction)
            if found:
                reported += 1
                signs += [(near, reaction.reaction) for near in found]
            else:
                unreported += reaction.reaction not in _HEARTS
        if unreported >= _PROBES + reported or (not reported and looked_at >= _MOST_PROBES):
            return []
    return signs


def _reactions(piece: msgspec.Raw | None) -> list[_Reaction]:
    if piece is None:
        return []
    try:
        return _decoder.decode(piece)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return []


def _reports(raws: Sequence[_RawMessage], place: int, reaction: _Reaction) -> list[int]:
    """Places of the messages around one that its reaction's author sent with the same emoji among other words."""
    emoji, actor, start = reaction.reaction, reaction.actor, max(0, place - _NEAR)
    if not emoji:
        return []
    return [
        near
        for near, raw in enumerate(raws[start : place + _NEAR + 1], start)
        if raw.content and emoji in raw.content and raw.sender_name == actor and near != place and raw.content != emoji
    ]
