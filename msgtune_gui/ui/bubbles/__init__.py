"""Bubbles: one view for the preview of messages, for examples and for the chat."""

from msgtune_gui.ui.bubbles.bubble import Bubble
from msgtune_gui.ui.bubbles.model import BubbleModel
from msgtune_gui.ui.bubbles.view import BubbleView

__all__ = ["Bubble", "BubbleModel", "BubbleView"]
