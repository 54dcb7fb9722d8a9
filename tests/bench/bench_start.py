"""Time from process start to the first paint: msgtune's window beside a bare PySide6 window, interleaved in one run.

The window is painted first as an outline; the time until its first page can be used is printed beside it.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile

RUNS = 9

BARE = """
import sys
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

class Watcher(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, QApplication.quit)
        return False

app = QApplication(sys.argv[:1])
window = QMainWindow()
label = QLabel("Hello")
window.setCentralWidget(label)
window.resize(1120, 740)
watcher = Watcher()
label.installEventFilter(watcher)
window.show()
app.exec()
import os
os._exit(0)
"""

OURS = """
import os
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QLabel
from msgtune_gui.app.startup import Options, Startup

class Watcher(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, QApplication.quit)
        return False

startup = Startup(Options(data_dir=Path(sys.argv[1])))
watcher = Watcher()
if sys.argv[2] == "painted":
    startup.window.findChild(QLabel).installEventFilter(watcher)
else:
    startup.ready.connect(QApplication.quit)
startup.begin()
QApplication.exec()
os._exit(0)
"""


def measure(code: str, *arguments: str) -> float:
    """Seconds that one process takes from start to first paint and exit."""
    script = (
        "import subprocess, sys, time; begun = time.perf_counter();"
        "subprocess.run([sys.executable, '-c', *sys.argv[1:]], check=True); print(time.perf_counter() - begun)"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    output = subprocess.run(
        [sys.executable, "-c", script, code, *arguments], check=True, capture_output=True, text=True, env=environment
    )
    return float(output.stdout)


def main() -> None:
    """Print medians, minima and their ratio as one JSON line."""
    bare: list[float] = []
    painted: list[float] = []
    usable: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        measure(BARE)
        measure(OURS, folder, "ready")
        for _ in range(RUNS):
            bare.append(measure(BARE))
            painted.append(measure(OURS, folder, "painted"))
            usable.append(measure(OURS, folder, "ready"))
    figures = {
        "bench": "process start to the window's first paint, seconds",
        "bare_median": round(statistics.median(bare), 3),
        "msgtune_median": round(statistics.median(painted), 3),
        "ratio_of_medians": round(statistics.median(painted) / statistics.median(bare), 2),
        "ratio_of_minima": round(min(painted) / min(bare), 2),
        "first_page_usable_median": round(statistics.median(usable), 3),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
