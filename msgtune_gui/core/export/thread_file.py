"""Any file with a conversation, whatever its shape."""

from msgtune_gui.core.export.classic import ClassicReader
from msgtune_gui.core.export.e2ee import EncryptedReader
from msgtune_gui.core.export.names import NameTable
from msgtune_gui.core.export.shapes import Checkpoint, ThreadFile


class ThreadFileReader:
    """Reads the files of one export; all names in it are in one table, so that equal ones are one string."""

    def __init__(self) -> None:
        names = NameTable()
        self._classic = ClassicReader(names)
        self._encrypted = EncryptedReader(names)

    def read(self, data: bytes, checkpoint: Checkpoint) -> ThreadFile | None:
        """One file's conversation, or None where the file holds none (settings and the like).

        Raises:
            NotReadable: The file is meant to hold a conversation and cannot be used.
            Cancelled: From the checkpoint.
        """
        # The shape is told by its own names of fields; the classic one stands near the start of almost every file.
        if b'"sender_name"' not in data and (b'"threadName"' in data or b'"senderName"' in data):
            return self._encrypted.read(data, checkpoint)
        return self._classic.read(data, checkpoint)
