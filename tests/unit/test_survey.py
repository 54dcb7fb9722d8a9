"""A look through all texts: what looks automatic, what is private, and an end when asked."""

from pathlib import Path

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled
from msgtune_gui.core.messages import Message, Messages
from msgtune_gui.core.model import Conversation, Export, PrivateKind, ReadProgress
from msgtune_gui.core.privacy import find_private_details
from msgtune_gui.core.survey import survey
from tests.support.reading import ignore

_PEOPLE = ("Alma Quay", "Bertil Marsh", "Greta Foss", "Ines Tarn")


def _export() -> Export:
    conversations = []
    for number, name in enumerate(_PEOPLE[1:]):
        lines = [f"{name} moved the lighthouse.", f"write to me at lamp{number}@example.org", "good night"]
        messages = Messages.of(Message(name, 1000 * place, text) for place, text in enumerate(lines))
        conversations.append(Conversation(f"inbox/{number}", name, (_PEOPLE[0], name), messages))
    return Export(Path("export"), tuple(conversations))


def test_sentences_that_look_automatic_and_private_details_are_found() -> None:
    reports: list[ReadProgress] = []
    looked = survey(_export(), reports.append, CancelFlag())
    assert [frame.count for frame in looked.frames or ()] == [3]
    assert looked.private is not None
    kinds = [detail.kind for places in looked.private.found.values() for found in places.values() for detail in found]
    assert kinds == [PrivateKind.EMAIL] * 3
    assert looked.private.regions == ("US", "GB", "DE", "FR")
    assert find_private_details((), "cs_CZ").regions == ("CZ",)
    assert [(report.looking, report.messages) for report in reports] == [(True, 9)]


def test_a_look_stops_when_asked_to() -> None:
    cancel = CancelFlag()
    cancel.cancel()
    with pytest.raises(Cancelled):
        survey(_export(), ignore, cancel)
