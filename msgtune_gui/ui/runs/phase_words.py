"""How a run stands, in a few words and as an icon."""

from PySide6.QtCore import QCoreApplication

from msgtune_gui.core.jobs import Run, Trouble, TuneProgress, TuneStep
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui.runs.watched_run import Phase

_ICONS = {
    Phase.LEFT: ("info", "text_muted"),
    Phase.WORKING: ("retry", "accent"),
    Phase.CANCELLING: ("stop", "text_muted"),
    Phase.NEEDS_KEY: ("key", "warning"),
    Phase.DONE: ("success", "success"),
    Phase.FAILED: ("error", "danger"),
    Phase.CANCELLED: ("stop", "text_muted"),
}


def phase_icon(phase: Phase, progress: TuneProgress | None) -> tuple[str, str]:
    """Name of an icon, and of the token that colours it."""
    if phase is Phase.WORKING and progress is not None and progress.trouble is not None:
        return ("warning", "warning")
    return _ICONS[phase]


def phase_words(run: Run, phase: Phase, progress: TuneProgress | None, profile: ServiceProfile) -> str:
    """How a run stands, short enough for a list."""
    if run.adopted:
        return _tr("Ready, a model you already had")
    if phase is Phase.WORKING:
        return _working(progress, profile)
    return {
        Phase.LEFT: _tr("Not finished"),
        Phase.CANCELLING: _tr("Cancelling…"),
        Phase.NEEDS_KEY: _tr("Needs a key"),
        Phase.DONE: _tr("Ready"),
        Phase.FAILED: _tr("Stopped early"),
        Phase.CANCELLED: _tr("Cancelled"),
    }[phase]


def _working(progress: TuneProgress | None, profile: ServiceProfile) -> str:
    if progress is None:
        return _tr("Getting ready…")
    if progress.trouble is not None:
        return {
            Trouble.UNREACHABLE: _tr("No connection yet"),
            Trouble.BUSY: _tr("The service is busy"),
            Trouble.KEY_REFUSED: _tr("Needs a key"),
            Trouble.PAUSED: _tr("Paused by the service"),
            Trouble.SLEPT: _tr("Going on after a pause"),
            Trouble.SLEPT: _tr("This computer was asleep"),
        }[progress.trouble]
    words = {
        TuneStep.CHECKING_ACCOUNT: _tr("Getting ready") if profile.on_device else _tr("Trying your key"),
        TuneStep.UPLOADING: _tr("Handing over the examples") if profile.on_device else _tr("Uploading"),
        TuneStep.CHECKING_FILE: _tr("Checking the examples"),
        TuneStep.QUEUED: _tr("Waiting for its turn"),
        TuneStep.TRAINING: _tr("Training"),
        TuneStep.FETCHING_ADAPTER: _tr("Bringing the result here"),
    }[progress.step]
    if progress.fraction is None:
        return words
    return _tr("{step}, {percent} %").format(step=words, percent=int(100 * progress.fraction))


def _tr(text: str) -> str:
    return QCoreApplication.translate("PhaseWords", text)
