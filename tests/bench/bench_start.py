"""Time from process start to the first paint: msgtune's window beside a bare PySide6 window, interleaved in one run."""

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
"""

OURS = """
import sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from msgtune_gui.app.application import Application, Options

class Watcher(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            QTimer.singleShot(0, QApplication.quit)
        return False

application = Application(Options(data_dir=Path(sys.argv[1])))
watcher = Watcher()
application.window.centralWidget().installEventFilter(watcher)
application.show()
QApplication.exec()
import os
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
    ours: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        measure(BARE)
        measure(OURS, folder)
        for _ in range(RUNS):
            bare.append(measure(BARE))
            ours.append(measure(OURS, folder))
    figures = {
        "bench": "start to first paint, seconds",
        "bare_median": round(statistics.median(bare), 3),
        "msgtune_median": round(statistics.median(ours), 3),
        "ratio_of_medians": round(statistics.median(ours) / statistics.median(bare), 2),
        "ratio_of_minima": round(min(ours) / min(bare), 2),
    }
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
