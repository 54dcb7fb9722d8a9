"""Sentences of Meta's in languages without a table, told by what stands beside them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from msgtune_gui.core.messages import MessageKind
from tests.support.export_builder import mojibake, plain_message, write_thread
from tests.support.reading import read

ALMA, EWA, DARIO = "Alma Vránová", "Ewa Łąkowska", "Dario Quillfeather"
SPEECH, ATTACHMENT, REACTION = MessageKind.SPEECH, MessageKind.ATTACHMENT, MessageKind.REACTION
START = 1_600_000_000_000
SENT = "Küldtél egy mellékletet."


def _share(number: int) -> dict[str, Any]:
    return {"share": {"link": f"https://example.org/{number}"}}


def _photo(number: int) -> dict[str, Any]:
    return {"photos": [{"uri": f"photos/{number}.jpg", "creation_timestamp": number}]}


def _reactions(emoji: str, actor: str) -> dict[str, Any]:
    return {"reactions": [{"reaction": mojibake(emoji), "actor": mojibake(actor)}]}


Told = Sequence[tuple[str, str, dict[str, Any]]]


def _kinds(folder: Path, *threads: Told) -> list[list[MessageKind]]:
    """Kinds of the messages of some threads, each told as sender, text and fields, oldest first."""
    for number, told in enumerate(threads):
        messages = [
            plain_message(sender, START + 1000 * number + place, text, **fields)
            for place, (sender, text, fields) in enumerate(told)
        ]
        name = f"inbox/ewa_10000000{number}"
        write_thread(folder / name / "message_1.json", messages[::-1], [EWA, ALMA], title=EWA, thread_path=name)
    found = sorted(read(folder).conversations, key=lambda conversation: conversation.identifier)
    return [[message.kind for message in conversation.messages] for conversation in found]


def test_a_sentence_that_stands_under_share_after_share_is_an_attachment(tmp_path: Path) -> None:
    told = [(ALMA, SENT, _share(number)) for number in range(3)]
    assert _kinds(tmp_path, [*told, (EWA, "jó", {})]) == [[ATTACHMENT, ATTACHMENT, ATTACHMENT, SPEECH]]


def test_the_shares_may_be_in_several_conversations(tmp_path: Path) -> None:
    assert _kinds(tmp_path, *([(ALMA, SENT, _share(number))] for number in range(3))) == [[ATTACHMENT]] * 3


def test_a_name_anywhere_in_it_may_be_that_of_any_sender(tmp_path: Path) -> None:
    told = [
        (sender, f"Nagpadala si {sender.split()[0]} ng attachment.", _share(at))
        for at, sender in enumerate((ALMA, EWA, EWA))
    ]
    assert _kinds(tmp_path, told) == [[ATTACHMENT] * 3]


@pytest.mark.parametrize(
    "told",
    [
        # Twice is not again and again.
        [(ALMA, SENT, _share(number)) for number in range(2)],
        # One link sent to several people with the same words.
        [(ALMA, "Nézd meg ezt.", _share(0)) for _ in range(5)],
        # Nobody's program leaves the full stop out.
        [(ALMA, "nézd meg", _share(number)) for number in range(5)],
        # What is said at other times too.
        [(ALMA, "Nézd meg.", fields) for number in range(3) for fields in (_share(number), {})],
        # One of many things that somebody says of links.
        [(ALMA, text, _share(number)) for number, text in enumerate(["Nézd meg ezt."] * 3 + list("abcd"))],
        # A greeting under pictures.
        [(ALMA, "Boldog új évet.", _photo(number)) for number in range(5)],
        [(EWA, f"Ewa {number} évesen.", _photo(number)) for number in range(5)],
        [(EWA, "Ewa Prágában.", _photo(number)) for number in range(5)],
        # The words hold the link.
        [(ALMA, "https://example.org/0 Nézd meg ezt.", _share(number)) for number in range(5)],
    ],
)
def test_peoples_own_words_beside_a_link_or_a_picture_stay(tmp_path: Path, told: Told) -> None:
    assert _kinds(tmp_path, told) == [[SPEECH] * len(told)]


def test_a_sentence_with_the_senders_name_under_several_senders_pictures_is_an_attachment(tmp_path: Path) -> None:
    told = [(sender, f"{sender.split()[0]} poslal(a) fotku.", _photo(at)) for at, sender in enumerate((ALMA, EWA, EWA))]
    assert _kinds(tmp_path, told) == [[ATTACHMENT] * 3]


def test_a_caption_that_begins_with_the_senders_name_stays(tmp_path: Path) -> None:
    assert _kinds(tmp_path, [(EWA, "Ewa v Praze.", _photo(1))]) == [[SPEECH]]


def test_a_reaction_told_as_a_message_too_is_known_by_the_reaction(tmp_path: Path) -> None:
    told = [(ALMA, "jó", _reactions("😂", EWA)), (EWA, "Reagált ezzel: 😂 az üzenetedre ", {})]
    assert _kinds(tmp_path, told) == [[SPEECH, REACTION]]


def test_once_known_a_report_of_a_reaction_is_known_without_it(tmp_path: Path) -> None:
    told: list[tuple[str, str, dict[str, Any]]] = []
    for emoji, sender, other in (("😂", EWA, ALMA), ("❤", ALMA, EWA), ("👍", EWA, ALMA)):
        told += [(other, f"jó {emoji}", _reactions(emoji, sender)), (sender, f"Reagált: {emoji}\ufe0f az üzenetre", {})]
    told += [(EWA, "Reagált: 🐙 az üzenetre", {}), (EWA, "Reagált: igen az üzenetre", {})]
    assert _kinds(tmp_path, told) == [[SPEECH, REACTION] * 3 + [REACTION, SPEECH]]


@pytest.mark.parametrize(
    "told",
    [
        # Reacting, and laughing in words as well.
        [(ALMA, "jó", _reactions("😂", EWA)), (EWA, "haha 😂", {}), (EWA, "hát ez 😂 nagyon", {})],
        [
            (sender, text, fields)
            for _ in range(4)
            for sender, text, fields in ((ALMA, "jó", _reactions("😂", EWA)), (EWA, "ez jó 😂", {}))
        ],
        # Of somebody else, or another emoji.
        [(ALMA, "jó", _reactions("😂", ALMA)), (EWA, "Reagált ezzel: 😂 az üzenetedre ", {})],
        [(ALMA, "jó", _reactions("👍", EWA)), (EWA, "Reagált ezzel: 😂 az üzenetedre ", {})],
        # What is said mostly without any reaction.
        [
            *(
                (sender, text, fields)
                for emoji in "😂❤👍"
                for sender, text, fields in ((ALMA, "jó", _reactions(emoji, EWA)), (EWA, f"ez nagyon jó {emoji}", {}))
            ),
            *((EWA, "ez nagyon jó 🐙", {}) for _ in range(4)),
        ],
    ],
)
def test_words_with_the_emoji_of_a_reaction_stay(tmp_path: Path, told: Told) -> None:
    assert _kinds(tmp_path, told) == [[SPEECH] * len(told)]
