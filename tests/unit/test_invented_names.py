"""Names of third persons become invented ones, the same everywhere; all people here are invented to begin with."""

import unicodedata
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.core.messages import Message, Messages
from msgtune_gui.core.model import Conversation
from msgtune_gui.core.privacy import InventedNames
from msgtune_gui.core.privacy.invented_words import first_names, last_names

_OWNER = "Alma Vránová"
_PEOPLE = (
    _OWNER,
    "Jana Nováková",
    "Jana Malá",
    "Rose Green",
    "Hans Groß",
    "İsmail Kaya",
    "Ana-Maria Popescu",
    "Seán O'Neill",
    "王小明",
    "محمد علي",
    "Bo",
    "🌸 Tilda 🌸",
)


def _conversation(*texts: str, people: tuple[str, ...] = _PEOPLE, sender: str = _OWNER) -> Conversation:
    messages = Messages.of(Message(sender, 1000 * place, text) for place, text in enumerate(texts))
    return Conversation("inbox/a", "a", people, messages, is_group=True)


def _names(*texts: str) -> InventedNames:
    return InventedNames([_conversation(*texts)], {_OWNER})


def test_a_full_name_becomes_the_invented_full_name_and_a_first_name_its_first() -> None:
    names = _names()
    full = names.name("Jana Nováková")
    first, last = full.split()
    assert names.replaced("Jana Nováková a Jana, JANA i jana nováková") == f"{full} a {first}, {first.upper()} i {full}"
    assert names.replaced("Jana's, paní Nováková.") == f"{first}'s, paní {last}."


def test_the_same_person_has_one_name_whoever_is_kept_and_however_often_it_is_made() -> None:
    first, second = _names(), InventedNames([_conversation()], ())
    for person in _PEOPLE[1:]:
        assert first.name(person) == second.name(person)
    assert first.name(_OWNER) == _OWNER != second.name(_OWNER)


def test_different_people_have_different_names_that_nobody_has() -> None:
    names = _names()
    invented = [names.name(person) for person in _PEOPLE[1:]]
    assert len(set(invented)) == len(invented)
    words = {word.casefold() for person in _PEOPLE for word in person.split()}
    assert not words & {word.casefold() for name in invented for word in name.split()}


def test_names_that_differ_in_signs_alone_stay_two() -> None:
    names = InventedNames([_conversation(people=("Tilda Q.", "Tilda Q"))], ())
    assert names.name("Tilda Q.") != names.name("Tilda Q")


@pytest.mark.parametrize(
    ("person", "texts"),
    [
        ("Hans Groß", ("Hans Groß", "hans groß", "Hans GROSS", "Hans  Groß")),
        ("İsmail Kaya", ("İsmail Kaya",)),
        ("Seán O'Neill", ("Seán O'Neill", "seán o’neill")),  # noqa: RUF001 - as phones write it
        ("Ana-Maria Popescu", ("Ana-Maria Popescu", "Ana Maria Popescu")),
        ("王小明", ("王小明",)),
        ("محمد علي", ("محمد علي",)),
        ("🌸 Tilda 🌸", ("Tilda",)),
    ],
)
def test_names_in_many_spellings_and_scripts(person: str, texts: tuple[str, ...]) -> None:
    names = _names()
    for text in texts:
        assert names.replaced(f"«{text}»") == f"«{names.name(person)}»"


def test_a_first_name_of_two_words_is_one() -> None:
    names = _names()
    assert names.replaced("Ana-Maria přišla") == f"{names.name('Ana-Maria Popescu').split()[0]} přišla"


def test_names_in_scripts_without_blanks_are_found_inside_a_sentence() -> None:
    names = _names()
    assert names.replaced("昨天王小明来了") == f"昨天{names.name('王小明')}来了"


def test_accents_apart_from_their_letters_are_the_same_name() -> None:
    names = _names()
    text = unicodedata.normalize("NFD", "viděla jsem Jana Malá")
    assert names.replaced(text) == f"viděla jsem {names.name('Jana Malá')}"
    other = unicodedata.normalize("NFD", "řekni něco")
    assert names.replaced(other) == other


def test_who_is_kept_stays_with_every_word_of_their_name() -> None:
    names = InventedNames([_conversation(people=(_OWNER, "Jiří Vrána", "Alma Tichá"))], {_OWNER})
    assert names.replaced("Alma Vránová, alma vránová, Alma a Vránová") == "Alma Vránová, alma vránová, Alma a Vránová"
    assert names.replaced("Alma Tichá") == names.name("Alma Tichá") != "Alma Tichá"


def test_a_word_of_the_language_is_replaced_in_a_full_name_alone() -> None:
    names = _names("the rose is red", "a rose, Rose", "green grass, so green")
    assert names.replaced("Rose is green. Green? Rose Green!") == f"Rose is green. Green? {names.name('Rose Green')}!"
    seldom = _names("Rose came", "Rose and a rose")
    assert seldom.replaced("Rose came") == f"{seldom.name('Rose Green').split()[0]} came"


@pytest.mark.parametrize(
    "text", ["jana", "Janička", "Bo", "Janes", "", "Facebook user", "@jana https://example.org/jana"]
)
def test_what_is_no_whole_name_with_a_capital_stays(text: str) -> None:
    assert _names().replaced(text) == text


def test_deleted_accounts_and_unknown_people_keep_what_they_are_called() -> None:
    names = InventedNames([_conversation(people=("Facebook user", "", " ", _OWNER))], ())
    for name in ("Facebook user", "", "Somebody Else"):
        assert names.name(name) == name


def test_senders_who_left_are_replaced_too() -> None:
    names = InventedNames([_conversation("ahoj", people=(_OWNER,), sender="Kurt Blank")], {_OWNER})
    assert names.replaced("Kurt") == names.name("Kurt Blank").split()[0] != "Kurt"


@given(st.lists(st.sampled_from(["ahoj", "řeč", "😂", ",", " ", "\n", "123", "rose", "«", "…", "don't"]), max_size=20))
def test_text_without_names_stays(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert _names().replaced(text) == text


@given(st.lists(st.sampled_from([*_PEOPLE[1:], "Jana", "HANS", " ", ", ", "tak", "\n"]), max_size=12))
def test_names_are_replaced_once_and_for_all(pieces: list[str]) -> None:
    names = _names()
    once = names.replaced(" ".join(pieces))
    assert names.replaced(once) == once
    for person in ("Nováková", "Groß", "İsmail", "王小明", "Popescu"):
        assert person not in once


def test_there_are_names_for_more_people_than_anybody_knows() -> None:
    drawn = [*islice(first_names(()), 100_000)]
    assert len(set(drawn)) == len(drawn)
    assert not set(drawn) & set(islice(last_names(()), 300))
    assert next(first_names({drawn[0].casefold()})) == drawn[1]
    singles = {name.casefold() for name in drawn[:300]}
    assert next(first_names(singles))
