"""How long page 2 keeps the window from its next turn, with many messages and with many conversations; one JSON line.

The real window is given an export and pressed as a person would press it, while a timer of 5 ms writes down how long
it had to wait for its turn, and how much of that the main thread itself worked: a busy machine lengthens the first of
the two alone.
"""

import argparse
import gc
import json
import os
import sys
import tempfile
from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path, PurePath

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QDialog

from msgtune_gui.app.application import Application
from msgtune_gui.app.startup import Options
from msgtune_gui.core.messages import Messages
from msgtune_gui.core.model import (
    Conversation,
    Export,
    GroupChoice,
    PrivateDetail,
    PrivateDetails,
    PrivateKind,
    SentenceFrame,
)
from msgtune_gui.core.wizard_flow import Step
from msgtune_gui.ui.pages.people_page import PeoplePage
from msgtune_gui.workers.garbage import leave_out_what_is_alive
from tests.bench.event_loop import Ticker, pause, wait_until

_TICK_MS = 5
_LONGEST_MS = 50.0
_SETTLING_S = 0.2
_OWNER = "Alma Vránová"
_START = 1_200_000_000_000
_MINUTE = 60_000
_LINES = ("see you at seven?", "on my way", "write me at ada@example.org", "haha yes", "no idea, ask them yourself")


def export_of(messages: int, conversations: int, people: int) -> Export:
    """An export with few long conversations at its head and many short ones behind, every ninth a group."""
    weights = [1.0 / (place + 5) for place in range(conversations)]
    scale = (messages - 20 * conversations) / sum(weights)
    found = []
    for place, weight in enumerate(weights):
        person = f"Person {place % people}"
        others = (person, f"Person {(place + 1) % people}") if place % 9 == 0 else (person,)
        found.append(_conversation(place, others, 20 + max(0, round(weight * scale))))
    private = {
        conversation.identifier: {
            at: (PrivateDetail(PrivateKind.EMAIL, 12, 27, 1),) for at in range(2, len(conversation.messages), 100)
        }
        for conversation in found
    }
    frames = tuple(
        SentenceFrame(f"… did {number}.", 3, (_LINES[0],), {of.identifier: (number % 20,) for of in found[:60]})
        for number in range(200)
    )
    return Export(PurePath("export"), tuple(found), (), _OWNER, frames=frames, private=PrivateDetails(private))


def _conversation(place: int, others: tuple[str, ...], length: int) -> Conversation:
    names = (_OWNER, *others)
    messages = Messages(
        names,
        array("I", [at * 7 % len(names) for at in range(length)]),
        array("q", [_START + (place * 400 + at) * _MINUTE for at in range(length)]),
        [_LINES[at % len(_LINES)] for at in range(length)],
        bytes(1 + at // 20 % 7 if at % 20 == 0 else 0 for at in range(length)),
    )
    return Conversation(f"inbox/{place}", ", ".join(others), names, messages, len(others) > 1)


class Measuring:
    """Presses on page 2 of the real window."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._ticker = Ticker(_TICK_MS)
        self.figures: dict[str, dict[str, float]] = {}

    @property
    def page(self) -> PeoplePage:
        """Page 2."""
        return self._application.people_page

    def measure(self, name: str, action: Callable[[], object]) -> None:
        """Do something, wait for everything that comes of it, and note what it kept the window from."""
        pause(_SETTLING_S)
        self._ticker.start()
        QTimer.singleShot(0, self._ticker, action)
        pause(_SETTLING_S)
        wait_until(lambda: not self.page.blocker() and not self.page.is_working_out)
        pause(_SETTLING_S)
        self._ticker.stop()
        self.figures[name] = {
            "longest_ms": round(max(self._ticker.gaps_ms), 1),
            "main_thread_ms": round(max(self._ticker.work_ms), 1),
        }

    def walk(self, export: Export) -> None:
        """From the arrival of an export through everything that can be pressed."""
        session, wizard, page = self._application.session, self._application.wizard, self.page
        filters = page.side.filters
        self.measure("idle", lambda: None)
        self.measure("export_arrives", lambda: session.set_export(export))
        self.measure("page_shown", lambda: wizard.go_to(Step.PEOPLE))
        self.measure("voices_opened", page.voice.box.showPopup)
        self.measure("voices_closed", page.voice.box.hidePopup)
        self.measure("tick", lambda: page.model.toggle(3))
        self.measure("none", page.none_button.click)
        self.measure("all", page.all_button.click)
        self.measure("sort_by_title", lambda: page.table.sortByColumn(0, Qt.SortOrder.AscendingOrder))
        self.measure("search", lambda: page.search.setText("person 1"))
        self.measure("search_cleared", page.search.clear)
        page.side.tabs.bar.setCurrentIndex(1)
        self.measure("dates_on", filters.dates.box.click)
        self.measure("date_moved", lambda: filters.dates.first.setDate(filters.dates.first.date().addDays(700)))
        wanted = filters.wanted
        self.measure("groups", lambda: wanted.emit(replace(session.selection, groups=GroupChoice.WITHOUT_GROUPS)))
        self.measure("least", lambda: filters.least.setValue(40))
        self.measure("reset", filters.reset)
        self.measure("people_dialog", filters.people_button.click)
        for dialog in filters.findChildren(QDialog):
            dialog.close()
        self.measure("left_out_opened", lambda: page.side.tabs.bar.setCurrentIndex(2))
        self.measure("more_sentences", page.side.left_out.automatic.more_button.click)
        self.measure("switch", lambda: wanted.emit(replace(session.selection, deleted_accounts=True)))
        page.side.tabs.bar.setCurrentIndex(3)
        self.measure("private", lambda: wanted.emit(replace(session.selection, dropped=frozenset({PrivateKind.EMAIL}))))


def measure(export: Export, data_dir: Path) -> dict[str, object]:
    """What every action on page 2 kept the window from."""
    application = Application(Options(data_dir=data_dir))
    application.show()
    pause(1.0)
    gc.collect()
    leave_out_what_is_alive()
    measuring = Measuring(application)
    measuring.walk(export)
    application.shut_down()
    actions = measuring.figures
    longest = max(figures["longest_ms"] for figures in actions.values())
    worked = max(figures["main_thread_ms"] for figures in actions.values())
    return {
        "messages": sum(len(conversation.messages) for conversation in export.conversations),
        "conversations": len(export.conversations),
        "longest_ms": longest,
        "main_thread_ms": worked,
        "met": worked <= _LONGEST_MS,
        "actions": actions,
    }


def main(arguments: Sequence[str]) -> int:
    """Build two exports, press everything with each, print; 0 when the bar is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=("messages", "conversations"))
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sizes = {"messages": (1_000_000, 500, 600), "conversations": (600_000, 10_000, 7_000)}
    results = {}
    for name, size in sizes.items():
        if chosen.only in {None, name}:
            with tempfile.TemporaryDirectory() as folder:
                results[name] = measure(export_of(*size), Path(folder))
    sys.stdout.write(json.dumps({"bench": "page 2", **results}) + "\n")
    return 0 if all(result["met"] for result in results.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
