"""Words for a choice in which there is no conversation to read."""

from collections.abc import Sequence

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.find import Findings
from msgtune_gui.core.export.refusals import NO_RIGHTS, no_rights
from msgtune_gui.core.model import SkippedFile

_FROM_META = "On Meta's export page choose Format: JSON and Date range: All time."


def nothing_found(findings: Sequence[Findings], skipped: Sequence[SkippedFile], *, found_threads: bool) -> UserError:
    """Say what was chosen instead of an export, and the way out.

    Args:
        findings: What lies below each thing that was chosen.
        skipped: Files that should hold conversations and could not be used.
        found_threads: Whether there were conversations, all of them without a message.
    """
    if found_threads:
        return UserError("The conversations in this export hold no messages.", _FROM_META)
    if skipped and all(file.reason == NO_RIGHTS for file in skipped):
        return no_rights(skipped[0].path)
    if any(found.pages for found in findings):
        return _in_html(findings)
    return _unusable(skipped) if skipped else _something_else(findings)


def _in_html(findings: Sequence[Findings]) -> UserError:
    if any(found.pages_of_before_2018 for found in findings):
        return UserError(
            "This download is in HTML, from before 2018, when Meta made nothing else. msgtune reads JSON.",
            f"Ask Meta for a new download; it goes back just as far. {_FROM_META}",
        )
    return UserError("This download is in HTML. msgtune reads JSON.", _FROM_META)


def _something_else(findings: Sequence[Findings]) -> UserError:
    if any(found.json for found in findings):
        return UserError(
            "There are JSON files here, but no conversation among them; they look like settings.",
            "Choose the folder or zip that holds “messages”. When you ask Meta for the export, tick Messages.",
        )
    if any(found.media for found in findings):
        return UserError(
            "This is a part of an export that holds only pictures, sounds or films.",
            "Meta splits large downloads. Choose the part with the conversations, or all parts together.",
        )
    if any(found.zips for found in findings):
        return UserError("This folder holds a zip, but no conversation in it or beside it.", "Choose another folder.")
    return UserError(
        "There is no conversation here.",
        "Choose the folder or the zip that you downloaded from Meta, or one conversation's JSON file.",
    )


def _unusable(skipped: Sequence[SkippedFile]) -> UserError:
    if len(skipped) == 1:
        return UserError(f"“{skipped[0].path}” cannot be used. {skipped[0].reason}", "Download the export again.")
    return UserError(
        f"None of the {len(skipped)} files could be used. The first: {skipped[0].reason}",
        "Download the export again from Meta, then choose the new one.",
    )
