"""From a folder, zip or file to conversations: one reader per export shape."""

from msgtune_gui.core.export.read import read_export

__all__ = ["read_export"]
