"""What a run leaves behind and what becomes of it when it is deleted, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication

from msgtune_gui.core.deletion import Deletion, Fate, Trace
from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.service_profile import ChatPlace, ServiceProfile

FATE_ICONS = {
    Fate.DELETED: ("tick", "success"),
    Fate.NOTHING_THERE: ("tick", "text_muted"),
    Fate.FAILED: ("error", "danger"),
    Fate.STAYS: ("info", "warning"),
}


def trace_words(trace: Trace, profile: ServiceProfile) -> str:
    """Name of something that a run leaves behind."""
    words = {
        Trace.JOB: _tr("The training at {service}"),
        Trace.UPLOADED_FILE: _tr("The examples uploaded to {service}"),
        Trace.RESULT_FILES: _tr("Files that the training has written at {service}"),
        Trace.REMOTE_MODEL: _tr("The model at {service}"),
        Trace.MODEL_HERE: _tr("The model on this computer"),
        Trace.FILES_HERE: _tr("Everything that msgtune has kept of it on this computer"),
        Trace.CHATS: _tr("Chats with the model"),
        Trace.RECORD_THERE: _tr("The record at {service}"),
    }
    if profile.on_device:
        words |= {
            Trace.JOB: _tr("The training"),
            Trace.UPLOADED_FILE: _tr("The engine's copy of the examples"),
            Trace.RESULT_FILES: _tr("Files that the training has written"),
            Trace.REMOTE_MODEL: _tr("The model on this computer"),
        }
    return words[trace].format(service=profile.title)


def fate_words(deletion: Deletion) -> str:
    """What became of it."""
    if deletion.trace is Trace.JOB and deletion.fate is Fate.DELETED:
        # No service forgets that there was one.
        return _tr("It was stopped.")
    if deletion.fate is Fate.NOTHING_THERE and deletion.words:
        return deletion.words
    words = {
        Fate.DELETED: _tr("Deleted."),
        Fate.NOTHING_THERE: _tr("There was nothing."),
        Fate.FAILED: _tr("Not deleted yet."),
        Fate.STAYS: _tr("Stays."),
    }[deletion.fate]
    return f"{words} {deletion.words}".strip()


def what_goes(run: Run, profile: ServiceProfile) -> Sequence[str]:
    """What deleting a run takes away, line by line."""
    if run.adopted:
        return (_tr("Its place in this list, with its name and system prompt"), _tr("The chat with it, if one is open"))
    traces = []
    if run.state is not RunState.PREPARED:
        traces += [Trace.UPLOADED_FILE] if run.state.ended else [Trace.JOB, Trace.UPLOADED_FILE]
        if not profile.on_device:
            traces.append(Trace.RESULT_FILES)
    if run.remote_model is not None or run.model is not None:
        traces.append(Trace.REMOTE_MODEL)
    if run.remote_model is not None and profile.chats_at is ChatPlace.THIS_COMPUTER:
        traces.append(Trace.MODEL_HERE)
    here = _tr("The training file and everything else that msgtune has kept of it on this computer")
    return (*(trace_words(trace, profile) for trace in traces), here, _tr("The chat with it, if one is open"))


def what_stays(run: Run, profile: ServiceProfile) -> str:
    """What cannot be deleted from here; "" for nothing."""
    if run.adopted:
        words = _tr("The model itself stays at {service}: it was there before msgtune and is not msgtune's to delete.")
        return words.format(service=profile.title)
    return profile.keeps if run.state is not RunState.PREPARED else ""


def _tr(text: str) -> str:
    return QCoreApplication.translate("Deletion", text)
