"""A look through all texts of an export, for what a person has to decide about before anything is learned."""

from collections.abc import Callable
from dataclasses import replace

from msgtune_gui.core.export.noise import mine_frames
from msgtune_gui.core.model import Export, ReadProgress
from msgtune_gui.core.ports import CancelToken
from msgtune_gui.core.privacy import find_private_details


def survey(export: Export, progress: Callable[[ReadProgress], None], cancel: CancelToken) -> Export:
    """The export with the sentences that look automatic and the private details in it.

    Args:
        export: As it was read.
        progress: Called as the look begins.
        cancel: Looked at every few thousand messages.

    Raises:
        Cancelled: The person asked to stop.
    """
    checkpoint = cancel.raise_if_cancelled
    checkpoint()
    messages = sum(len(conversation.messages) for conversation in export.conversations) + export.doubles
    progress(ReadProgress(0, 0, messages, looking=True))
    frames = mine_frames(export.conversations, checkpoint)
    private = find_private_details(export.conversations, export.locale, checkpoint)
    return replace(export, frames=frames, private=private)
