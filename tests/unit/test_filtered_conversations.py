"""Which conversations the filters leave out as a whole."""

from pathlib import PurePath

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled
from msgtune_gui.core.messages import Message, Messages
from msgtune_gui.core.model import Conversation, Export, GroupChoice, LeftOutReason, Selection
from msgtune_gui.core.selection import filtered_conversations, left_out_rows


def conversation(name: str, times: range, *, is_group: bool = False) -> Conversation:
    """A message at each time."""
    messages = Messages.of(Message(name, time, "hello") for time in times)
    return Conversation(f"inbox/{name}", name, (name,), messages, is_group)


EARLY = conversation("early", range(100, 110))
LATE = conversation("late", range(200, 203))
GROUP = conversation("group", range(100, 300), is_group=True)
NOTHING = conversation("nothing", range(0))
EVERYTHING = (EARLY, LATE, GROUP, NOTHING)


def filtered(selection: Selection) -> dict[str, LeftOutReason]:
    """Title -> reason."""
    reasons = filtered_conversations(EVERYTHING, selection, CancelFlag().raise_if_cancelled)
    return {found.title: reasons[found.identifier] for found in EVERYTHING if found.identifier in reasons}


def test_without_filters_nothing_is_left_out_ticked_or_not() -> None:
    assert filtered(Selection()) == {}
    assert filtered(Selection(ticked=frozenset())) == {}


def test_every_filter_has_its_reason_and_the_first_one_counts() -> None:
    groups, short = LeftOutReason.GROUPS, LeftOutReason.SHORT_CONVERSATION
    assert filtered(Selection(groups=GroupChoice.WITHOUT_GROUPS)) == {"group": groups}
    assert filtered(Selection(groups=GroupChoice.ONLY_GROUPS)) == {"early": groups, "late": groups, "nothing": groups}
    assert filtered(Selection(least_messages=4)) == {"late": short, "nothing": short}
    both = Selection(groups=GroupChoice.ONLY_GROUPS, least_messages=1000)
    assert filtered(both) == {"early": groups, "late": groups, "group": short, "nothing": groups}


@pytest.mark.parametrize(
    ("selection", "titles"),
    [
        (Selection(from_ms=109), set()),
        (Selection(from_ms=110), {"early"}),
        (Selection(until_ms=201), set()),
        (Selection(until_ms=200), {"late"}),
        (Selection(from_ms=150, until_ms=160), {"early", "late"}),
    ],
)
def test_a_conversation_wholly_outside_the_dates_has_no_message_that_goes_on(
    selection: Selection, titles: set[str]
) -> None:
    assert filtered(selection) == dict.fromkeys(titles, LeftOutReason.OUTSIDE_DATES)
    for found in EVERYTHING:
        rows = left_out_rows(Export(PurePath("export"), (found,)), selection)
        goes_on = sum(row.count for row in rows) < len(found.messages)
        assert goes_on is (found.title not in titles and len(found.messages) > 0)


def test_it_stops_when_nobody_wants_it_any_more() -> None:
    flag = CancelFlag()
    flag.cancel()
    with pytest.raises(Cancelled):
        filtered_conversations(EVERYTHING, Selection(), flag.raise_if_cancelled)
    with pytest.raises(Cancelled):
        left_out_rows(Export(PurePath("export"), EVERYTHING), Selection(), flag.raise_if_cancelled)
