"""Sentences that stand in for an attachment, in any language."""

from functools import cache, lru_cache
from unicodedata import normalize

from msgtune_gui.core.export.noise.book import SentenceBook
from msgtune_gui.core.export.noise.names import KnownNames, forms_of
from msgtune_gui.core.export.noise.tables import tables_for
from msgtune_gui.core.messages import MessageKind

_LONGEST_REST = 60
SENTENCE_ENDS = (".", "。")


@cache
def _book() -> SentenceBook:
    return SentenceBook(tables_for(None))


@lru_cache(maxsize=4096)
def _known(name: str) -> KnownNames:
    return KnownNames((name,))


def is_attachment_sentence(text: str, sender: str, *, beside_share: bool = True) -> bool:
    """Whether the text of a message that carries a share or media was written by Meta in place of it.

    Such a text is one of the known sentences, or, in languages without a table and beside a share, one short sentence
    that begins with the sender's own name: "Jana sent an attachment." has this form in every language seen. Beside
    pictures people write such sentences themselves.
    """
    found = _book().look_up(text, sender, _known(sender))
    if found is not None and found.kind is MessageKind.ATTACHMENT:
        return True
    return beside_share and begins_with_own_name(text, sender)


def begins_with_own_name(text: str, sender: str) -> bool:
    """Whether a text is one short sentence that begins with the name of its sender."""
    own = forms_of(sender)
    text = normalize("NFC", text.strip())
    if not text.endswith(SENTENCE_ENDS):
        return False
    return any(form in own and _is_short_sentence(text[len(form) :]) for form in _known(sender).at_start_of(text))


def _is_short_sentence(rest: str) -> bool:
    if not 0 < len(rest) <= _LONGEST_REST or not rest.isprintable():
        return False
    # A letter right after the name belongs to a longer word, but for scripts that put no space there.
    begins = rest[0] == " " or (rest[0].isalpha() and rest[0] > "\u2e80")
    body = rest.rstrip(".。")
    return begins and bool(body.strip()) and not any(mark in body for mark in ".!?,:;…/")
