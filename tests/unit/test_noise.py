"""Lines that nobody typed, told from what people type about the same things."""

from typing import Any, Literal
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.core.export.noise import NotSpeech, is_attachment_sentence
from msgtune_gui.core.export.noise.names import KnownNames
from msgtune_gui.core.export.noise.tables import TABLES, tables_for
from msgtune_gui.core.messages import KINDS, Message, MessageKind, Messages
from tests.support.meta_sentences import (
    ATTACHMENT,
    JANA,
    LINK,
    MINH,
    PEOPLE,
    PETR,
    REACTION,
    SPEECH,
    SYSTEM,
    TYPED_BY_PEOPLE,
    WRITTEN_BY_META,
)


def kind_of(text: str, *, locale: str | None = "en_US", sender: str = JANA) -> MessageKind:
    """What one message is taken for."""
    messages = Messages.of([Message(sender, 0, text)])
    return KINDS[NotSpeech(locale).kinds_of(messages, PEOPLE)[0]]


@pytest.mark.parametrize(
    ("locale", "kind", "text"),
    [
        (locale, kind, text)
        for locale, kinds in WRITTEN_BY_META.items()
        for kind, texts in kinds.items()
        for text in texts
    ],
)
def test_what_meta_writes_is_not_speech(locale: str, kind: MessageKind, text: str) -> None:
    assert kind_of(text, locale=locale) is kind
    assert kind_of(text, locale=None) is kind


@pytest.mark.parametrize(
    ("locale", "text"), [(locale, text) for locale, texts in TYPED_BY_PEOPLE.items() for text in texts]
)
def test_what_people_type_of_the_same_things_stays_speech(locale: str, text: str) -> None:
    assert kind_of(text, locale=locale) is SPEECH
    assert kind_of(text, locale=None) is SPEECH


def test_there_are_ten_languages_and_more_beside_english() -> None:
    assert len({table.language for table in TABLES} - {"en"}) > 10
    assert {locale[:2] for locale in WRITTEN_BY_META} == {table.language for table in TABLES}


def test_the_table_of_a_locale_comes_first_and_all_others_are_tried_too() -> None:
    assert [table.language for table in tables_for("pl_PL")][:2] == ["pl", "en"]
    assert [table.language for table in tables_for("no-NO")][:2] == ["nb", "en"]
    assert next(iter(tables_for("sw_KE"))).language == "en"
    assert all(set(tables_for(locale)) == set(TABLES) for locale in ("pl_PL", "no-NO", "sw_KE", None))


@pytest.mark.parametrize("locale", ["en_US", "pl_PL", "sw_KE"])
def test_an_account_may_have_had_another_language_before(locale: str) -> None:
    assert kind_of("Jana wysłała załącznik.", locale=locale) is ATTACHMENT
    assert kind_of("Jana har endret chattemaet.", locale=locale) is SYSTEM


def test_a_name_that_stands_first_or_last_is_found() -> None:
    assert kind_of("Minh left the group.", sender=MINH) is SYSTEM
    assert kind_of("Nguyễn Văn Minh left the group.", sender=MINH) is SYSTEM
    assert kind_of("Văn left the group.", sender=MINH) is SPEECH


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize("other", ["NFC", "NFD"])
def test_a_name_may_be_spelled_in_two_ways(form: Literal["NFC", "NFD"], other: Literal["NFC", "NFD"]) -> None:
    name = normalize(form, "Éva Ó Cléirigh")
    messages = Messages.of([Message(name, 0, normalize(other, "Éva Ó Cléirigh left the group."))])
    assert KINDS[NotSpeech("en_US").kinds_of(messages, ())[0]] is SYSTEM
    assert is_attachment_sentence(normalize(other, "Éva Ó Cléirigh lähetti liitteen."), name)


def test_only_the_sender_sends_and_leaves() -> None:
    assert kind_of("Petr left the group.", sender=PETR) is SYSTEM
    assert kind_of("Petr left the group.", sender=JANA) is SPEECH


def test_sentences_with_instagram_user_names_are_found_beside_other_reactions() -> None:
    typed = [
        "petr.quay reacted 👍 to your message ",
        "moth_19 liked a message",
        "Liked a message",
        "she liked a message!",
    ]
    messages = Messages.of(Message(PETR, time, text) for time, text in enumerate(typed))
    assert [KINDS[code] for code in NotSpeech("en_US").kinds_of(messages, PEOPLE)] == [
        REACTION,
        REACTION,
        REACTION,
        SPEECH,
    ]


@pytest.mark.parametrize(
    ("given", "locale"),
    [
        ("Petr set the nickname for Jana to Night Owl.", "en_US"),
        ("Petr set your nickname to Night Owl.", "en_US"),
        ("Petr a surnommé Jana Night Owl.", "fr_FR"),
        ("Petr har gitt Jana kallenavnet Night Owl.", "nb_NO"),
        ("Definiste el apodo de Jana como Night Owl.", "es_ES"),
    ],
)
def test_a_nickname_given_in_a_conversation_is_a_name_in_it(given: str, locale: str) -> None:
    rows = [
        Message(PETR, 1, given),
        Message(JANA, 2, "Night Owl left the group."),
        Message(JANA, 3, "Night Owl, is that me?"),
    ]
    kinds = NotSpeech(locale).kinds_of(Messages.of(rows), PEOPLE)
    assert [KINDS[code] for code in kinds] == [SYSTEM, SYSTEM, SPEECH]


def test_the_nickname_of_one_is_not_that_of_another() -> None:
    rows = [
        Message(PETR, 1, "Petr set the nickname for Jana to Night Owl."),
        Message(JANA, 2, "Jana set her own nickname to x."),
        Message(PETR, 3, "Night Owl left the group."),
        Message(PETR, 4, "x left the group."),
    ]
    kinds = NotSpeech("en_US").kinds_of(Messages.of(rows), PEOPLE)
    assert [KINDS[code] for code in kinds] == [SYSTEM, SYSTEM, SPEECH, SPEECH]


class _Watched(str):
    """A text that counts how often it is compared or cut."""

    __slots__ = ("looks",)
    looks: int

    def startswith(self, *arguments: Any) -> bool:  # noqa: ANN401 - as str has it
        self.looks += 1
        return super().startswith(*arguments)

    def __getitem__(self, place: Any) -> str:  # noqa: ANN401 - as str has it
        self.looks += 1
        return super().__getitem__(place)


def test_thousands_of_nicknames_are_not_compared_one_by_one() -> None:
    known = KnownNames(PEOPLE)
    known.add_nicknames([(f"N{number}", "Petr") for number in range(5000)])
    text = _Watched("N4321 left the group.")
    text.looks = 0
    assert next(iter(known.at_start_of(text))) == "N4321"
    assert text.looks < 50
    assert known.is_of("N4321", PETR)
    assert not known.is_of("N4321", JANA)


def test_a_nickname_given_to_several_people_is_a_name_of_each() -> None:
    rows = [
        Message(PETR, time, f"Petr set the nickname for {whom} to Owl.") for time, whom in enumerate(("Jana", "you"))
    ]
    rows += [Message(sender, 5, "Owl left the group.") for sender in (JANA, MINH)]
    rows += [Message(PETR, 6, f"Petr set the nickname for Jana to O{number}.") for number in range(200)]
    rows += [Message(JANA, 7, "O7 left the group."), Message(PETR, 8, "O8 left the group.")]
    kinds = [KINDS[code] for code in NotSpeech("en_US").kinds_of(Messages.of(rows), PEOPLE)]
    assert set(kinds[:-1]) == {SYSTEM}
    assert kinds[-1] is SPEECH


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a?b=c",
        "http://example.org",
        "www.example.org",
        " https://example.org/a\nhttps://example.org/b ",
        "HTTPS://EXAMPLE.ORG",
    ],
)
def test_nothing_but_links_is_a_link(text: str) -> None:
    assert kind_of(text) is LINK


@pytest.mark.parametrize("text", ["see https://example.org", "https://example.org look", "www", "http is a protocol"])
def test_a_link_among_words_is_speech(text: str) -> None:
    assert kind_of(text) is SPEECH


@pytest.mark.parametrize("link", ["www.a", "https://example.org/?to="])
def test_many_links_in_one_are_told_from_speech_in_one_go(link: str) -> None:
    assert kind_of(200 * link) is LINK
    assert kind_of(200 * link + " look") is SPEECH


def test_kinds_found_by_structure_stay() -> None:
    rows = [
        Message(JANA, 1, "Jana left the group.", ATTACHMENT),
        Message(JANA, 2, None, MessageKind.EMPTY),
        Message(JANA, 3, "Jana left the group."),
    ]
    assert [KINDS[code] for code in NotSpeech(None).kinds_of(Messages.of(rows), PEOPLE)] == [
        ATTACHMENT,
        MessageKind.EMPTY,
        SYSTEM,
    ]


def test_a_very_long_text_is_speech() -> None:
    assert kind_of("Jana named the group " + "a" * 500 + ".") is SPEECH


_WORDS = st.sampled_from(
    ["tide", "Moth", "call", "group", "left", "photo", "you", "You", "jana", "😂", "the", "message", "je", "a", "že"]
)
_CHAT = st.lists(_WORDS, min_size=1, max_size=8).map(" ".join)


@given(st.lists(_CHAT | st.text(max_size=40).filter(lambda text: "http" not in text.lower()), max_size=20))
def test_chat_at_random_is_speech(texts: list[str]) -> None:
    written = {text for kinds in WRITTEN_BY_META.values() for texts in kinds.values() for text in texts}
    typed = [text for text in texts if text.strip() not in written and not text.strip().lower().startswith("www.")]
    messages = Messages.of(Message(JANA, time, text) for time, text in enumerate(typed))
    assert set(NotSpeech(None).kinds_of(messages, PEOPLE)) <= {0}


@given(st.text(min_size=1, max_size=20).filter(str.strip), st.sampled_from([JANA, PETR]))
def test_a_nickname_may_be_anything(nickname: str, sender: str) -> None:
    name = " ".join(nickname.split())
    text = f"{sender.split(maxsplit=1)[0]} set the nickname for Petr to {name}."
    assert kind_of(text, sender=sender) is SYSTEM


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("Jana sent an attachment.", JANA),
        ("You sent an attachment.", JANA),
        ("Jana poslala přílohu.", JANA),
        ("Jana Nováková lähetti liitteen.", JANA),
        ("Minh đã gửi một file đính kèm.", MINH),
        ("花子さんが添付ファイルを送信しました。", "花子"),
        ("Wysłałeś(aś) załącznik.", PETR),
    ],
)
def test_the_sentence_beside_an_attachment_is_known_in_any_language(text: str, sender: str) -> None:
    assert is_attachment_sentence(text, sender)


@pytest.mark.parametrize(
    "text",
    [
        "Janas new teapot.",
        "Jana",
        "Jana.",
        "Jana: look at this.",
        "Jana sent an attachment. Did she?",
        "look at this.",
        "Jana " + "very " * 20 + "long.",
        "Petr poslal přílohu.",
        "",
    ],
)
def test_words_beside_a_link_are_not_taken_for_its_sentence(text: str) -> None:
    assert not is_attachment_sentence(text, JANA)
