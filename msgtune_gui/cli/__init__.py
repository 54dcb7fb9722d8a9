"""The same core without a window: msgtune inspect, prepare, tune, chat, runs, delete, serve."""

from msgtune_gui.cli.main import main

__all__ = ["main"]
