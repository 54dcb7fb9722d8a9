"""The whole journey in the real window: four pages, a short real training, one reply."""

import json
import subprocess
import sys
from pathlib import Path

from tests.support.watching import Watch


def test_the_window_goes_all_the_way_to_a_reply(tmp_path: Path) -> None:
    shots = tmp_path / "shots"
    watch = Watch(tmp_path)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "msgtune_gui", "--self-test", "--max-steps", "3"),
            *("--shots", str(shots), "--data-dir", str(tmp_path / "data")),
        ],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=watch.environment | {"QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    assert report["examples"] > 100
    assert report["answered_by"] == report["model"]
    assert report["reply"]
    assert report["valid_loss"] < report["valid_loss_before"]
    assert set(report["seconds"]) == {"export", "people", "examples", "launch", "chat"}
    assert {path.stem for path in shots.glob("*.png")} >= {"1-export", "2-people", "3-examples", "4-done", "5-chat"}
    logs = "".join(path.read_text("utf-8", "replace") for path in (tmp_path / "data" / "logs").iterdir())
    assert "Thora" not in logs
    assert "Ahoy" not in logs
    assert watch.connections == {"127.0.0.1"}
