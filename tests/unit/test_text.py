"""Every way in which an export's text can be broken, and text that only looks so."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.core.export.text import repair
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
