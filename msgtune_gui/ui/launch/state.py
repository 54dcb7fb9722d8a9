"""What the launch page can show, and its words for each."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from msgtune_gui.core.errors import TrainingClosed
from msgtune_gui.ui.runs.watched_run import Phase, WatchedRun


class LaunchState(StrEnum):
    """What the page shows."""

    CHOOSING = "choosing"
    UNFINISHED = "unfinished"
    RUNNING = "running"
    NEEDS_KEY = "needs_key"
    CLOSED = "closed"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


def heading_of(state: LaunchState) -> str:
    """One sentence over the page."""
    translate = QCoreApplication.translate
    return {
        LaunchState.CHOOSING: translate("LaunchPage", "Where should it be trained?"),
        LaunchState.UNFINISHED: translate("LaunchPage", "Go on with the last training?"),
        LaunchState.RUNNING: translate("LaunchPage", "Training your model"),
        LaunchState.NEEDS_KEY: translate("LaunchPage", "The training needs a key"),
        LaunchState.CLOSED: translate("LaunchPage", "This service does not train for you"),
        LaunchState.DONE: translate("LaunchPage", "Your model is ready"),
        LaunchState.FAILED: translate("LaunchPage", "The training stopped early"),
        LaunchState.CANCELLED: translate("LaunchPage", "Training cancelled"),
    }[state]


def primary_words_of(state: LaunchState) -> str:
    """What the primary button promises."""
    translate = QCoreApplication.translate
    match state:
        case LaunchState.UNFINISHED | LaunchState.NEEDS_KEY:
            return translate("LaunchPage", "Go on")
        case LaunchState.CLOSED:
            return translate("LaunchPage", "Train on this computer instead")
        case LaunchState.DONE:
            return translate("LaunchPage", "Open chat")
        case LaunchState.FAILED:
            return translate("LaunchPage", "Try again")
        case LaunchState.CANCELLED:
            return translate("LaunchPage", "Start again")
        case _:
            return translate("LaunchPage", "Start training")


def state_of(watched: WatchedRun) -> LaunchState:
    """What the page shows of a run."""
    if watched.phase is Phase.FAILED and isinstance(watched.error, TrainingClosed):
        return LaunchState.CLOSED
    return {
        Phase.LEFT: LaunchState.UNFINISHED,
        Phase.WORKING: LaunchState.RUNNING,
        Phase.CANCELLING: LaunchState.RUNNING,
        Phase.NEEDS_KEY: LaunchState.NEEDS_KEY,
        Phase.DONE: LaunchState.DONE,
        Phase.FAILED: LaunchState.FAILED,
        Phase.CANCELLED: LaunchState.CANCELLED,
    }[watched.phase]
