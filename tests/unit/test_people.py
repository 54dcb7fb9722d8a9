"""Who is offered as the AI."""

import pytest

from msgtune_gui.core.messages import Message, Messages
from msgtune_gui.core.model import Conversation, SenderCount
from msgtune_gui.core.people import is_deleted_account, senders


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
    ],
)
def test_deleted_accounts_are_never_offered(name: str) -> None:
    assert is_deleted_account(name)
    assert senders([_conversation(name, "Ewa")], name) == (SenderCount("Ewa", 1),)


def test_senders_without_a_name_are_not_offered() -> None:
    assert senders([_conversation("", "  ")]) == ()


def test_other_names_are_not_deleted_accounts() -> None:
    assert not is_deleted_account("Facebook Username")
