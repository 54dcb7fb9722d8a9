"""Every way in which an export's text can be broken, and text that only looks so."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.core.export.text import FileRepair, clean, repair
from tests.support.export_builder import mojibake

_SOUND = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff"))


@pytest.mark.parametrize(
    "typed",
    ["plain", "přijdeš? 😂", "👩‍👩‍👧", "🏳️‍🌈 🇨🇿", "Tiếng Việt", "Привет", "tab\tand\nline\r\nends", "“quotes” …"],
)
def test_doubly_encoded_text_is_turned_back(typed: str) -> None:
    assert repair(mojibake(typed)) == typed


@given(_SOUND)
def test_whatever_was_typed_comes_back(typed: str) -> None:
    assert repair(mojibake(typed)) == typed


@pytest.mark.parametrize("right", ["café", "¿qué?", "přijdeš?", "“so”", "naïve Łódź 😂", "Ã", "Ã alone"])
def test_text_that_is_right_already_stays(right: str) -> None:
    assert repair(right) == right


def test_only_well_formed_runs_of_a_mixed_text_are_turned_back() -> None:
    assert repair("“" + mojibake("přijdeš 😂") + "” é") == "“přijdeš 😂” é"


def test_text_cut_inside_a_character_keeps_its_tail() -> None:
    assert repair(mojibake("ano 😂 ne 😂")[:-1]) == "ano 😂 ne " + mojibake("😂")[:-1]


def test_a_pair_of_surrogates_written_as_two_sequences_is_joined() -> None:
    assert repair("ha \u00ed\u00a0\u00bd\u00ed\u00b8\u0082") == "ha 😂"
    assert repair("“ha” \u00ed\u00a0\u00bd\u00ed\u00b8\u0082") == "“ha” 😂"


@pytest.mark.parametrize("half", [json.loads('"a\\ud83d b"'), json.loads('"a\\ude02 b"'), "a\u00ed\u00a0\u00bd b"])
def test_half_a_surrogate_pair_becomes_the_replacement_character(half: str) -> None:
    repaired = repair(half)
    assert repaired == "a\ufffd b"
    assert repaired.encode() == b"a\xef\xbf\xbd b"


def test_what_somebody_typed_broken_is_repaired_once_only() -> None:
    assert repair(mojibake("Ã©")) == "Ã©"


@pytest.mark.parametrize("broken", ["a\0b", "\ufeffab", mojibake("\ufeffab"), "a\x1bb", "a\x7fb", "a\x08b"])
def test_control_characters_and_byte_order_marks_are_dropped(broken: str) -> None:
    assert repair(broken) == "ab"


@given(st.text())
def test_any_string_can_be_repaired_and_then_written(text: str) -> None:
    assert "\0" not in repair(text).encode().decode()


@pytest.mark.parametrize("right", ["“CAFÉ»”", "él dijo «É\u00a0», ¿no?", "žluť Ñ°"])
def test_what_can_be_read_both_ways_stays_in_a_string_that_is_right_already(right: str) -> None:
    assert repair(right) == right


@pytest.mark.parametrize("typed", ["Ã©", "и", "жи", "Ç", "š"])
def test_what_looks_like_nothing_but_double_encoding_is_turned_back_beside_right_text(typed: str) -> None:
    right = "“so” " if typed != "и" else ""
    assert repair(right + mojibake(typed)) == right + typed


def test_the_other_texts_of_a_file_say_how_to_read_what_can_be_read_both_ways() -> None:
    by_meta = FileRepair()
    assert by_meta.all([mojibake("žluť"), "CAFÉ»"]) == ["žluť", "CAFɻ"]
    assert not by_meta.has_seen_right
    by_others = FileRepair()
    texts: list[str | None] = ["CAFÉ»", "přijdeš?", mojibake("žluť"), None, "plain"]
    assert by_others.settled(texts, by_others.all(list(texts))) == ["CAFÉ»", "přijdeš?", "žluť", None, "plain"]
    assert by_others.has_seen_right


def test_a_text_that_was_cut_says_nothing_of_its_file() -> None:
    cut = FileRepair()
    cut.all([mojibake("😂")[:-1], json.loads('"a\\ud83d"'), "a\0b"])
    assert not cut.has_seen_right


@pytest.mark.parametrize("cut", ["ok " + mojibake("ж")[:1], "ok " + mojibake("ả")[:2], mojibake("ж")[:1]])
def test_a_text_cut_in_its_last_character_leaves_short_words_of_its_file_to_be_repaired(cut: str) -> None:
    by_meta = FileRepair()
    texts: list[str | None] = [cut, mojibake("ж"), mojibake("ты")]
    assert by_meta.settled(texts, by_meta.all(list(texts))) == [cut, "ж", "ты"]


def test_one_right_text_among_many_garbled_ones_was_cut() -> None:
    by_meta = FileRepair()
    texts: list[str | None] = ["ok é", mojibake("žluť"), mojibake("šel jsem"), "CAFÉ»"]
    assert by_meta.settled(texts, by_meta.all(list(texts))) == ["ok é", "žluť", "šel jsem", "CAFɻ"]


@pytest.mark.parametrize("right", ["café", "CAFÉ", "já", "það", "un café très bon"])
def test_a_right_text_that_ends_in_a_marked_letter_says_so_of_its_file(right: str) -> None:
    by_others = FileRepair()
    texts: list[str | None] = ["CAFÉ»", right]
    assert by_others.settled(texts, by_others.all(list(texts))) == texts


@given(st.lists(st.none() | _SOUND.map(mojibake) | st.text(max_size=8), max_size=6))
def test_texts_are_repaired_together_as_they_are_one_by_one(raws: list[str | None]) -> None:
    together = FileRepair()
    repaired = together.all(list(raws))
    if not together.has_seen_right:
        assert repaired == [None if raw is None else repair(raw) for raw in raws]


@given(_SOUND)
def test_right_text_with_letters_beyond_latin_stays(typed: str) -> None:
    right = "ž" + typed.translate({code: None for code in range(0x80, 0x100)})
    assert repair(right) == right


@pytest.mark.parametrize(
    ("stored", "shown"), [("a\0b", "ab"), ("Ã©", "Ã©"), ("tab\tend\n", "tab\tend\n"), ("\ufeffx", "x")]
)
def test_clean_text_is_kept_but_for_what_is_no_text(stored: str, shown: str) -> None:
    assert clean(stored) == shown
