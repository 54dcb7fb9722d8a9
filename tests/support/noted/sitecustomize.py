"""Read by every Python process that has this folder on its PYTHONPATH: notes each process that it starts."""

import json
import os
import sys

_STARTS = {"subprocess.Popen", "os.exec", "os.posix_spawn", "os.spawn", "os.system"}


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event not in _STARTS:
        return
    environment = next((given for given in arguments if isinstance(given, dict)), dict(os.environ))
    note = {
        "event": event,
        "arguments": repr(arguments[:2]),
        "environment": {str(k): str(v) for k, v in environment.items()},
    }
    with open(os.environ["MSGTUNE_TEST_NOTES"], "a", encoding="utf-8") as file:  # noqa: PTH123 - nothing slow here
        file.write(json.dumps(note) + "\n")


sys.addaudithook(_watch)
