"""Texts with private details covered."""

from collections.abc import Collection, Sequence

from msgtune_gui.core.model import PrivateDetail, PrivateKind

_WORDS = {
    PrivateKind.EMAIL: "email",
    PrivateKind.PHONE: "phone",
    PrivateKind.CARD: "card",
    PrivateKind.IBAN: "IBAN",
    PrivateKind.IP_ADDRESS: "IP address",
    PrivateKind.SECRET_LINK: "link",
    PrivateKind.POSTAL_CODE: "postal code",
}


def masked_text(text: str, details: Sequence[PrivateDetail], masked: Collection[PrivateKind]) -> str:
    """A text with its private details of some kinds replaced by masks such as "[email 1]".

    The number in a mask is the detail's own, so equal details get equal masks whatever else is chosen.

    Args:
        text: What the person wrote.
        details: Those of this very text, in order and without overlap.
        masked: The kinds to replace; details of others stay.
    """
    pieces: list[str] = []
    done = 0
    for detail in details:
        if detail.kind in masked:
            pieces += (text[done : detail.start], f"[{_WORDS[detail.kind]} {detail.number}]")
            done = detail.end
    if not pieces:
        return text
    pieces.append(text[done:])
    return "".join(pieces)
