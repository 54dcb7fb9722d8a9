"""What becomes of each thing that a run has left behind when all of it is to be deleted."""

from dataclasses import dataclass
from enum import StrEnum


class Trace(StrEnum):
    """Something that a run leaves behind, here or at its service."""

    JOB = "job"
    UPLOADED_FILE = "uploaded_file"
    RESULT_FILES = "result_files"
    REMOTE_MODEL = "remote_model"
    MODEL_HERE = "model_here"
    FILES_HERE = "files_here"
    CHATS = "chats"
    RECORD_THERE = "record_there"


class Fate(StrEnum):
    """What became of it."""

    DELETED = "deleted"
    NOTHING_THERE = "nothing_there"
    FAILED = "failed"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Deletion:
    """What became of one thing.

    Attributes:
        trace: The thing.
        fate: What became of it.
        words: Why, in a sentence for people; "" where the fate says it all.
    """

    trace: Trace
    fate: Fate
    words: str = ""
