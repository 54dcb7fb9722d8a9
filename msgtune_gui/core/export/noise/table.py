"""The shape of a table of sentences that Meta writes in one language."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgtune_gui.core.messages import MessageKind


@dataclass(frozen=True, slots=True, eq=False)
class SentenceTable:
    """The sentences of one language that stand in exports among what people typed.

    A sentence is always the whole of a message. In it `[a|b]` is either of several wordings (one of them may be
    empty), and these are slots:

    - `{who}`: the sender, by any part of the name that Meta uses; only at the beginning.
    - `{person}`: anybody in the conversation, likewise.
    - `{people}`: one or several people, who need not be in the conversation any more.
    - `{handle}`: an Instagram user name; only at the beginning.
    - `{emoji}`, `{number}`: what they say.
    - `{name}`: any words, such as the name of a group.
    - `{nickname}`: any words, by which later sentences may call the person (`{people}`, or else anybody).

    Attributes:
        language: Two letters as in the export's own locale ("en" of "en_US").
        sentences: The sentences of each kind.
        you: Words for the owner of the export where the sentence is the same as with a name ("You").
        you_as_object: Words for the owner in place of `{person}` and `{people}` inside a sentence ("you").
    """

    language: str
    sentences: Mapping[MessageKind, tuple[str, ...]]
    you: tuple[str, ...] = ()
    you_as_object: tuple[str, ...] = ()
