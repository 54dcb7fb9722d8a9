"""How smooth the window is while it reads a million messages; prints one JSON line.

The real window reads an export while a timer of 10 ms in the main thread writes down how long it had to wait for its
turn: from the press that starts the reading until the result is on screen and the next page was entered. The same of
the idle window before tells a machine that is busy with something else.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from msgtune_gui.app.application import Application
from msgtune_gui.app.startup import Options
from tests.bench.event_loop import Ticker, pause, wait_until
from tests.support.exports import build_million

_TICK_MS = 10
_SMOOTH_MS = 16.0
_LONGEST_MS = 100.0
_SMOOTH_SHARE = 0.99
_SETTLING_S = 2.0
_HAND_S = 0.3
"""From seeing that one may go on to pressing the button."""


def measure(folder: Path, data_dir: Path) -> dict[str, object]:
    """Read the export in the window and walk to page 2; what the timer saw meanwhile."""
    application = Application(Options(data_dir=data_dir))
    application.show()
    pause(_SETTLING_S)
    ticker = Ticker(_TICK_MS)
    ticker.start()
    pause(_SETTLING_S)
    idle = figures(ticker.gaps_ms)
    ticker.start()
    begun = time.perf_counter()
    application.export_page.read([folder])
    wait_until(lambda: not application.session.choices.reading)
    shown_after = time.perf_counter() - begun
    pause(_HAND_S)
    QTest.mouseClick(application.wizard.footer.primary, Qt.MouseButton.LeftButton)
    wait_until(lambda: application.session.voice is not None)
    pause(_SETTLING_S)
    ticker.stop()
    export = application.session.export
    messages = sum(len(conversation.messages) for conversation in export.conversations) if export else 0
    application.shut_down()
    before = {"idle_longest_ms": idle["longest_ms"], "idle_share_below_16_ms": idle["share_below_16_ms"]}
    return {"messages": messages, "result_shown_s": round(shown_after, 2), **figures(ticker.gaps_ms), **before}


def figures(gaps_ms: Sequence[float]) -> dict[str, object]:
    """Longest gap, percentiles and whether the bars are met."""
    thousandths = statistics.quantiles(gaps_ms, n=1000, method="inclusive")
    smooth = sum(1 for gap in gaps_ms if gap < _SMOOTH_MS) / len(gaps_ms)
    longest = max(gaps_ms)
    return {
        "turns": len(gaps_ms),
        "longest_ms": round(longest, 1),
        "p999_ms": round(thousandths[998], 1),
        "p99_ms": round(thousandths[989], 1),
        "share_below_16_ms": round(smooth, 4),
        "met": longest <= _LONGEST_MS and smooth >= _SMOOTH_SHARE,
    }


def main(arguments: Sequence[str]) -> int:
    """Build the export unless one is given, read it, print; 0 when the bars are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--export", type=Path, help="an export to read instead of a generated one")
    chosen = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        folder = chosen.export or scratch / "export"
        if chosen.export is None:
            build_million(folder)
        result = measure(folder, scratch / "data")
    sys.stdout.write(json.dumps({"bench": "gaps between two turns of the event loop", **result}) + "\n")
    return 0 if result["met"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
