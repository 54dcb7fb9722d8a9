"""What in the texts belongs to nobody else: private details are found, shown and masked on this computer alone."""

from msgtune_gui.core.privacy.finding import find_private_details
from msgtune_gui.core.privacy.invented import InventedNames
from msgtune_gui.core.privacy.masks import masked_text
from msgtune_gui.core.privacy.summary import PrivateSummary, private_summary

__all__ = ["InventedNames", "PrivateSummary", "find_private_details", "masked_text", "private_summary"]
