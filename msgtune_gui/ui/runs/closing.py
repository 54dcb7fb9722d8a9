"""What closing the program does to runs under way, in words."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QLocale

from msgtune_gui.core.jobs import RunState
from msgtune_gui.ui.runs.watched_run import WatchedRun
from msgtune_gui.ui.words import number


def closing_question(under_way: Sequence[WatchedRun]) -> str:
    """Question to ask before the program closes; "" when nothing is under way."""
    if not under_way:
        return ""
    if len(under_way) == 1:
        return _one(under_way[0])
    here = [each for each in under_way if each.profile.on_device]
    there = [each for each in under_way if not each.profile.on_device]
    parts = [
        _tr("{count} trainings are still under way. If you close msgtune now:").format(count=number(len(under_way)))
    ]
    if here:
        one = _tr("The one on this computer stops. Its examples are kept, and you can train them again later.")
        many = _tr(
            "The {count} on this computer stop. Their examples are kept, and you can train them again one by one."
        )
        parts.append((one if len(here) == 1 else many).format(count=number(len(here))))
    if there:
        services = QLocale().createSeparatedList(list(dict.fromkeys(each.profile.title for each in there)))
        one = _tr("The one at {service} goes on there, and the next start takes it up where it stands.")
        many = _tr("The {count} at {service} go on there, and the next start takes each up where it stands.")
        parts.append((one if len(there) == 1 else many).format(count=number(len(there)), service=services))
    return "\n\n".join(parts)


def _one(watched: WatchedRun) -> str:
    if watched.profile.on_device:
        return _tr(
            "The model is still training. If you close msgtune now, the training stops. "
            "Your examples are kept, and the next start offers to train them again."
        )
    sent = watched.run is not None and watched.run.state in {RunState.RUNNING, RunState.FETCHING_ADAPTER}
    if sent:
        words = _tr(
            "The model is still training. If you close msgtune now, the training goes on at {service}, "
            "and the next start finds it again."
        )
    else:
        words = _tr(
            "The training has not begun at {service} yet. If you close msgtune now, the next start takes it up "
            "where it stands."
        )
    return words.format(service=watched.profile.title)


def _tr(text: str) -> str:
    return QCoreApplication.translate("Closing", text)
