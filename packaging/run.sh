#!/bin/sh
# Opens the window, or runs the self-test where there is no display to open it on.
set -eu
cd "$(dirname "$0")/.."
if [ "$(uname -s)" != Linux ] || [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec .venv/bin/python -m msgtune_gui
fi
echo "run: there is no display here, so the window cannot be shown; running the self-test instead (a few minutes)"
exec .venv/bin/python -m msgtune_gui --self-test --max-steps 20 --shots shots
