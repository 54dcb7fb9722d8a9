"""Sentences that look automatic, found by how many people "wrote" them."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.core.errors import Cancelled
from msgtune_gui.core.export.noise import mine_frames
from msgtune_gui.core.messages import Message, MessageKind, Messages
from msgtune_gui.core.model import Conversation, SentenceFrame

ALMA = "Alma Vránová"
FRIENDS = ("Jana Nováková", "Petr Quay", "Olga Marrow", "Emil Bay")


def thread(
    identifier: str, friend: str, *texts: tuple[str, str], kind: MessageKind = MessageKind.SPEECH
) -> Conversation:
    """A conversation of the owner with one friend, of messages given as sender and text."""
    messages = Messages.of(Message(sender, time, text, kind) for time, (sender, text) in enumerate(texts))
    return Conversation(identifier, friend, (friend, ALMA), messages)


def mined(*conversations: Conversation) -> tuple[SentenceFrame, ...]:
    return mine_frames(conversations, lambda: None)


def test_a_sentence_under_three_people_is_offered_with_its_places() -> None:
    conversations = [
        thread(f"inbox/{number}", friend, (ALMA, "ahoj"), (friend, f"{friend.split(maxsplit=1)[0]} poslal(a) přílohu."))
        for number, friend in enumerate(FRIENDS)
    ]
    (frame,) = mined(*conversations)
    assert frame.words == "… poslal(a) přílohu."
    assert (frame.senders, frame.count) == (4, 4)
    assert frame.samples == ("Jana poslal(a) přílohu.", "Petr poslal(a) přílohu.", "Olga poslal(a) přílohu.")
    assert frame.places == {f"inbox/{number}": (1,) for number in range(4)}


def test_names_of_others_and_emoji_become_slots_too() -> None:
    conversations = [
        thread(friend, friend, (friend, f"{friend} nastavil přezdívku pro Alma 🐙🦉."), (friend, "jo."))
        for friend in FRIENDS[:3]
    ]
    (frame,) = mined(*conversations)
    assert frame.words == "… nastavil přezdívku pro … …."


def test_a_name_that_is_spelled_in_two_ways_is_one() -> None:
    conversations = [
        thread(friend, friend, (friend, unicodedata.normalize("NFD", f"Alma Vránová volá {friend}.")))
        for friend in FRIENDS
    ]
    assert [frame.words for frame in mined(*conversations)] == ["… volá …."]


def test_two_people_are_too_few() -> None:
    assert not mined(*(thread(friend, friend, (friend, f"{friend} odešel.")) for friend in FRIENDS[:2]))


def test_one_person_in_many_conversations_is_too_few() -> None:
    assert not mined(*(thread(friend, friend, (ALMA, "Alma odešla.")) for friend in FRIENDS))


@pytest.mark.parametrize("ending", ["!", "！", ".", "。"])  # noqa: RUF001 - as Chinese and Japanese sentences end
def test_a_sentence_ends_with_a_full_stop_or_an_exclamation_mark(ending: str) -> None:
    (frame,) = mined(*(thread(friend, friend, (friend, f"{friend} mává na Alma{ending}")) for friend in FRIENDS))
    assert frame.words == f"… mává na …{ending}"


@pytest.mark.parametrize("ending", ["?", "", ")", "…"])
def test_a_sentence_without_an_end_is_not_offered(ending: str) -> None:
    assert not mined(*(thread(friend, friend, (friend, f"{friend} odešel{ending}")) for friend in FRIENDS))


def test_a_sentence_without_a_name_is_not_offered() -> None:
    assert not mined(*(thread(friend, friend, (friend, "Už jdu domů 🐙.")) for friend in FRIENDS))


def test_a_name_alone_is_not_a_sentence() -> None:
    assert not mined(*(thread(friend, friend, (friend, f"{friend}.")) for friend in FRIENDS))


def test_a_name_inside_a_word_is_no_name() -> None:
    assert not mined(*(thread(friend, friend, (friend, "Almanach je tady.")) for friend in FRIENDS))


def test_what_is_not_speech_any_more_is_not_looked_at() -> None:
    assert not mined(
        *(thread(friend, friend, (friend, f"{friend} odešel."), kind=MessageKind.SYSTEM) for friend in FRIENDS)
    )


def test_long_texts_are_not_sentences_of_a_program() -> None:
    assert not mined(*(thread(friend, friend, (friend, f"{friend} " + "a" * 300 + ".")) for friend in FRIENDS))


def test_the_most_frequent_comes_first() -> None:
    conversations = [
        thread(
            friend,
            friend,
            (friend, f"{friend} odešel."),
            (friend, f"{friend} přišel."),
            (friend, f"{friend} přišel."),
        )
        for friend in FRIENDS
    ]
    assert [frame.words for frame in mined(*conversations)] == ["… přišel.", "… odešel."]


def test_scripts_without_spaces_after_a_name_are_mined_too() -> None:
    names = ("花子", "太郎", "次郎")
    conversations = [thread(name, name, (name, f"{name}さんが退出しました。")) for name in names]
    assert [frame.words for frame in mined(*conversations)] == ["…さんが退出しました。"]


def test_a_conversation_without_names_has_no_frames() -> None:
    messages = Messages.of([Message("", 0, "Odešel.")])
    assert not mined(Conversation("inbox/1", "?", (), messages))


def test_mining_stops_when_asked_to() -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        mine_frames([thread("inbox/1", FRIENDS[0], (ALMA, "ahoj"))], stop)


_SENTENCES = st.sampled_from(["{} odešel.", "{} přišel.", "{} a {} volali.", "nic.", "{} jde", "ahoj {}."])
_LINES = st.lists(st.tuples(st.sampled_from(FRIENDS), st.booleans(), _SENTENCES), max_size=25)


@given(st.lists(_LINES, max_size=4))
def test_frames_are_what_counting_one_by_one_finds(drawn: list[list[tuple[str, bool, str]]]) -> None:
    conversations = []
    senders: dict[str, set[str]] = {}
    places: dict[str, dict[str, list[int]]] = {}
    for number, lines in enumerate(drawn):
        identifier = f"inbox/{number}"
        rows = []
        for place, (sender, by_first_name, sentence) in enumerate(lines):
            name = sender.split(maxsplit=1)[0] if by_first_name else sender
            rows.append((sender, sentence.format(name, "Alma")))
            if "{}" in sentence and sentence.endswith("."):
                words = sentence.format("…", "…")
                senders.setdefault(words, set()).add(sender)
                places.setdefault(words, {}).setdefault(identifier, []).append(place)
        conversations.append(thread(identifier, "Alma Vránová", *rows))
    found = {frame.words: frame for frame in mined(*conversations)}
    assert set(found) == {words for words, people in senders.items() if len(people) >= 3}
    for words, frame in found.items():
        assert {identifier: list(where) for identifier, where in frame.places.items()} == places[words]
        assert frame.senders == len(senders[words])
