"""Who is offered as the AI."""

from dataclasses import replace

import pytest

from msgtune_gui.core.messages import Message, Messages
from msgtune_gui.core.model import Conversation, SenderCount
from msgtune_gui.core.people import is_deleted_account, namesakes, senders


def _conversation(*names: str) -> Conversation:
    return Conversation("inbox/x", "x", tuple(names), Messages.of(Message(name, 1, "hello") for name in names))


def test_senders_come_by_number_of_messages_the_owner_first() -> None:
    conversations = [_conversation("Ewa", "Ewa", "Dario", "Alma"), _conversation("Ewa", "Dario", "Bertil")]
    assert senders(conversations, "Alma") == (
        SenderCount("Alma", 1, is_owner=True),
        SenderCount("Ewa", 3),
        SenderCount("Dario", 2),
        SenderCount("Bertil", 1),
    )


def test_an_owner_who_wrote_nothing_is_not_offered() -> None:
    assert [person.name for person in senders([_conversation("Ewa")], "Alma")] == ["Ewa"]


def test_people_with_equally_many_messages_come_by_name() -> None:
    assert [person.name for person in senders([_conversation("Zoe", "Ann")])] == ["Ann", "Zoe"]


@pytest.mark.parametrize(
    "name",
    [
        "Facebook user",
        "Facebook User",
        "Instagram User",
        "Utilisateur de Facebook",
        "Użytkownik Facebooka",
        "usuario de facebook",
        " facebook user ",
        "Uživatel Facebooku",
        "Facebook-Nutzer",
        "Utente di Facebook",
        "Usuário do Facebook",
        "Facebook-gebruiker",
        "Facebook-felhasználó",
        "Người dùng Facebook",
        "Пользователь Facebook",
        "Facebookユーザー",
        "Facebook 사용자",
        "Facebook用户",
        "ผู้ใช้ Facebook",
        "مستخدم فيسبوك",
        "משתמש פייסבוק",
        "Utilisateur d\u2019Instagram",
        "Messenger user",
    ],
)
def test_deleted_accounts_are_never_offered(name: str) -> None:
    assert is_deleted_account(name)
    assert senders([_conversation(name, "Ewa")], name) == (SenderCount("Ewa", 1),)


def test_senders_without_a_name_are_not_offered() -> None:
    assert senders([_conversation("", "  ")]) == ()


@pytest.mark.parametrize(
    "name",
    ["Facebook Username", "Facebook", "User", "Facebook Ads Team", "Jana Facebook", "Usher Facebook", "Ewa User"],
)
def test_other_names_are_not_deleted_accounts(name: str) -> None:
    assert not is_deleted_account(name)


def _pair(number: int, title: str = "Ewa", *, writer: str = "Ewa") -> Conversation:
    messages = Messages.of([Message("Alma", 1, "hello"), Message(writer, 2, "hello")])
    return Conversation(f"inbox/ewa_{number}", title, ("Ewa", "Alma"), messages)


def test_two_conversations_with_somebody_of_one_name_may_be_with_two_people() -> None:
    conversations = [_pair(1), _pair(2), _conversation("Ewa", "Alma", "Dario")]
    assert [one.identifier for one in namesakes(conversations, "Ewa", "Alma")] == ["inbox/ewa_1", "inbox/ewa_2"]
    assert namesakes(conversations, "Ewa", None) == namesakes(conversations, "Ewa", "Alma")
    decomposed = [replace(_pair(number, "E\u0308wa", writer="Ëwa"), participants=("Ëwa", "Alma")) for number in (1, 2)]
    assert len(namesakes(decomposed, "Ëwa", "Alma")) == 2


@pytest.mark.parametrize(
    "conversations",
    [
        [_pair(1)],
        # Groups of two people, and what was sold to somebody, have titles of their own.
        [_pair(1), _pair(2, "Shopping"), _pair(3, "Ewa · Bicycle")],
        # What the other one never wrote teaches nothing.
        [_pair(1), _pair(2, writer="Alma")],
        [_pair(1), replace(_pair(2), is_group=True)],
    ],
)
def test_one_person_may_have_several_conversations(conversations: list[Conversation]) -> None:
    assert namesakes(conversations, "Ewa", "Alma") == ()


def test_the_owner_is_one_person_in_all_conversations() -> None:
    assert namesakes([_pair(1), _pair(2)], "Alma", "Alma") == ()
    assert namesakes([_pair(1, "Alma"), _pair(2, "Alma")], "Alma", "Alma") == ()
    assert len(namesakes([_pair(1, "Alma"), _pair(2, "Alma")], "Alma", None)) == 2
