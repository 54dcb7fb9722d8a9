"""What the launch page can show, and its words for each."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication

from msgtune_gui.core.service_profile import ServiceProfile


class LaunchState(StrEnum):
    """What the page shows."""

    CHOOSING = "choosing"
    UNFINISHED = "unfinished"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


def heading_of(state: LaunchState) -> str:
    """One sentence over the page."""
    translate = QCoreApplication.translate
    match state:
        case LaunchState.CHOOSING:
            return translate("LaunchPage", "Where should it be trained?")
        case LaunchState.UNFINISHED:
            return translate("LaunchPage", "Go on with the last training?")
        case LaunchState.RUNNING:
            return translate("LaunchPage", "Training your model")
        case LaunchState.DONE:
            return translate("LaunchPage", "Your model is ready")
        case LaunchState.FAILED:
            return translate("LaunchPage", "The training stopped early")
        case LaunchState.CANCELLED:
            return translate("LaunchPage", "Training cancelled")


def primary_words_of(state: LaunchState) -> str:
    """What the primary button promises."""
    translate = QCoreApplication.translate
    match state:
        case LaunchState.UNFINISHED:
            return translate("LaunchPage", "Go on")
        case LaunchState.DONE:
            return translate("LaunchPage", "Open chat")
        case LaunchState.FAILED:
            return translate("LaunchPage", "Try again")
        case LaunchState.CANCELLED:
            return translate("LaunchPage", "Start again")
        case _:
            return translate("LaunchPage", "Start training")


def close_question_for(profile: ServiceProfile) -> str:
    """What closing the program does to a run under way at a service."""
    translate = QCoreApplication.translate
    if profile.on_device:
        return translate(
            "LaunchPage",
            "The model is still training. If you close msgtune now, the training stops. "
            "Your examples are kept, and the next start offers to train them again.",
        )
    words = translate(
        "LaunchPage",
        "The model is still training. If you close msgtune now, the training goes on at {service}, "
        "and the next start finds it again.",
    )
    return words.format(service=profile.title)
