"""Invented people, and what they and their messenger write."""

import random
from collections.abc import Sequence

OWNER = "Alma Vránová"
"""Whose export it is, in every export that is made here."""

FIRST_NAMES = (
    "Bertil", "Cosima", "Dario", "Ewa", "Farid", "Greta", "Hùng", "Ines", "Jonáš", "Kalinda", "Лев", "Mireille",
    "Nanuk", "Oona", "Piotr", "Quirin", "Rasa", "Şule", "Tilda", "Umar", "Věra", "Wenzel", "Xiomara", "Yusra", "Zdeněk",
    "سلمى", "结衣",
)  # fmt: skip
LAST_NAMES = (
    "Okonedo", "Þórsdóttir", "Quillfeather", "Łąkowska", "al-Nimr", "Søby", "Trần", "Marrowby", "Pepřík", "Rao-Finch",
    "Озеров", "Ó Cléirigh", "Hvalfisk", "Düsterwald", "Brânză", "Quay", "Tamminen", "Ferreira da Lã", "Çelebi", "Nový",
    "Underhay", "Vespertine",
)  # fmt: skip

DELETED = "Facebook user"
"""The one name that an export in English gives to everybody who has closed their account."""
DELETED_NAMES = (DELETED, DELETED, "Uživatel Facebooku", "Facebook-Nutzer", "Facebookユーザー", "مستخدم فيسبوك")
"""The same in exports in several languages."""
NOBODY = frozenset({*DELETED_NAMES, ""})
"""Names that tell nothing of who somebody is."""

_PLAIN = (
    "the a that it you me we they so and but or if when then now later never always maybe again cat boat key soup map "
    "rain train film exam door lamp garden letter window ladder teapot umbrella kettle bicycle slept lost found took "
    "brought forgot is was looks sounds went came call ask tell bring meet wait late early seven eight tomorrow today "
    "tonight honestly really quite almost fine odd red small cold warm loud quiet home there here shed market river"
)
_MARKED = (
    "přijdeš můj vlak má zpoždění ¿qué? żółw łódka jól þú Привет потом “quoted” … naïve smörgås chưa rồi đường về "
    "مرحبا غدا سوف אולי 明日 雨だ ça où Füße ελπίδα"
)
_PLAIN_WORDS = _PLAIN.split()
_MARKED_WORDS = _MARKED.split()
EMOJI = ("😂", "❤", "👍", "🏳️‍🌈", "👩‍👩‍👧", "🇨🇿", "😭😭", "👍🏽", "🥲", "👨🏾‍🚀")
REACTIONS = ("❤", "😆", "😮", "😢", "😠", "👍", "🙏🏽")

LINKS = (
    "https://example.org/a",
    "https://www.example.com/watch?v=Qx1",
    "http://example.net/map?at=50.1,14.4&zoom=3",
    "https://example.org/p/žluťoučký",
)
DETAILS = (
    "write to ladder.shed@example.com then",
    "my number is +44 7700 900123",
    "it was (212) 555-0142 I think",
    "card 4111 1111 1111 1111",
    "pay into GB82 WEST 1234 5698 7654 32 please",
    "the printer is at 192.0.2.17",
    "https://example.org/reset?token=0f9d1c2b7a",
)
"""Details that look private, of ranges that are set aside for examples."""


def people(chance: random.Random, count: int) -> list[str]:
    """So many different invented names; the owner's is not among them."""
    if count <= len(FIRST_NAMES):
        firsts = chance.sample(FIRST_NAMES, count)
        return [f"{first} {chance.choice(LAST_NAMES)}" for first in firsts]
    pairs = chance.sample(range(len(FIRST_NAMES) * len(LAST_NAMES)), count)
    return [f"{FIRST_NAMES[pair % len(FIRST_NAMES)]} {LAST_NAMES[pair // len(FIRST_NAMES)]}" for pair in pairs]


def sentence(chance: random.Random, mean_words: float = 9) -> str:
    """A few words, of which a fourth of the sentences has some that are not English and an eighth an emoji."""
    words = chance.choices(_PLAIN_WORDS, k=1 + int(chance.expovariate(1 / mean_words)))
    if chance.random() < 0.25:
        words += chance.choices(_MARKED_WORDS, k=2)
    if chance.random() < 0.12:
        words.append(chance.choice(EMOJI))
    if chance.random() < 0.03:
        words.insert(1, "\n")
    return " ".join(words)


def event_sentence(chance: random.Random, sender: str, others: Sequence[str]) -> str:
    """A line that the messenger writes in the sender's name about the conversation."""
    name = chance.choice((sender, first_name(sender)))
    other = chance.choice(others) if others else OWNER
    return chance.choice(
        (
            f"{name} set the nickname for {other} to Ladder.",
            f"{name} cleared the nickname for {other}.",
            f"{name} set their own nickname to Kettle.",
            f"{name} changed the theme to Ocean.",
            f"{name} set the emoji to {chance.choice(EMOJI)}.",
            f"{name} pinned a message.",
            f"{name} turned on disappearing messages.",
            f"{name} zmienił(a) motyw.",
            f"{name} har endret chattemaet.",
        )
    )


def group_sentence(chance: random.Random, sender: str, others: Sequence[str]) -> str:
    """A line that the messenger writes in the sender's name about a group."""
    name = chance.choice((sender, first_name(sender)))
    other = chance.choice(others) if others else OWNER
    return chance.choice(
        (
            f"{name} added {other} to the group.",
            f"{name} removed {other} from the group.",
            f"{name} left the group.",
            "A contact left the group.",
            "You are now an admin.",
            f"{name} named the group Shed builders.",
            f"{name} created the group.",
            f"{name} changed the group photo.",
        )
    )


def call_sentence(chance: random.Random, sender: str, others: Sequence[str]) -> str:
    """A line about a call."""
    name = first_name(sender)
    other = first_name(chance.choice(others)) if others else "somebody"
    if sender == OWNER:
        return chance.choice((f"You called {other}.", "The video chat ended."))
    return chance.choice((f"{name} called you.", f"You missed a call from {name}.", "The video chat ended."))


def first_name(name: str) -> str:
    """The first word of a name."""
    return name.split(" ", 1)[0]
