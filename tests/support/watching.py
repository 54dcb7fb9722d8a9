"""Watching every Python process of a test for connections, among variables that would have them made."""

import os
from pathlib import Path

_NOWHERE = "198.51.100.7"
"""An address for documentation only (RFC 5737)."""

_TEMPTING = {
    "LANGSMITH_TRACING": "true",
    "LANGSMITH_API_KEY": "lsv2_pt_made_up",
    "LANGSMITH_ENDPOINT": f"http://{_NOWHERE}",
    "LANGSMITH_GATEWAY": "true",
    "LANGCHAIN_TRACING_V2": "true",
    "LANGCHAIN_API_KEY": "lsv2_pt_made_up",
    "LANGCHAIN_ENDPOINT": f"http://{_NOWHERE}",
    "OPENAI_BASE_URL": f"http://{_NOWHERE}/v1",
    "OPENAI_API_KEY": "sk-made-up",
    "HTTP_PROXY": f"http://{_NOWHERE}:3128",
    "HTTPS_PROXY": f"http://{_NOWHERE}:3128",
    "ALL_PROXY": f"http://{_NOWHERE}:3128",
    "http_proxy": f"http://{_NOWHERE}:3128",
    "HF_ENDPOINT": f"http://{_NOWHERE}",
}


class Watch:
    """What processes with this environment connect to.

    Args:
        folder: For the notes.
    """

    def __init__(self, folder: Path) -> None:
        self._notes = folder / "connections.txt"

    @property
    def environment(self) -> dict[str, str]:
        """Of a process that is watched, and of all that it starts."""
        path = os.pathsep.join(filter(None, [str(Path(__file__).parent / "watched"), os.environ.get("PYTHONPATH")]))
        return os.environ | _TEMPTING | {"PYTHONPATH": path, "MSGTUNE_TEST_WATCH": str(self._notes)}

    @property
    def connections(self) -> set[str]:
        """Hosts that were connected to or looked up."""
        lines = self._notes.read_text("utf-8").splitlines() if self._notes.is_file() else []
        return {line.split(" ", 1)[1] for line in lines}
