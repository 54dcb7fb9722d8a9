"""Reading an export: every conversation anywhere below what was chosen, and an account of what could not be used."""

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path, PurePosixPath

from msgtune_gui.core.export.classic import ClassicReader
from msgtune_gui.core.export.find import Findings, FoundFile, Source, open_source
from msgtune_gui.core.export.owner import AUTOFILL, PROFILE, autofill_name, person_in_every, profile_name
from msgtune_gui.core.export.shapes import NotReadable
from msgtune_gui.core.export.threads import Thread, conversation
from msgtune_gui.core.export.wrong_input import nothing_found
from msgtune_gui.core.model import Conversation, Export, ReadProgress, SkippedFile
from msgtune_gui.core.ports import CancelToken

Progress = Callable[[ReadProgress], None]


def read_export(sources: Sequence[Path], progress: Progress, cancel: CancelToken) -> Export:
    """Read what the person chose.

    Threads are told by what is in a file, never by folder names, so every box is read. Files that cannot be used are
    listed in the export's `skipped` and stop nothing.

    Args:
        sources: Folders, zips or single conversations' JSON files; at least one.
        progress: Called after every file.
        cancel: Looked at before every file, every few thousand messages and every folder.

    Raises:
        UserError: Nothing in it can be used; says what it is instead and the way out.
        Cancelled: The person asked to stop.
    """
    reading = _Reading(progress, cancel)
    for path in sources:
        with closing(open_source(path)) as source:
            reading.take(source)
    return reading.finish(sources)


class _Reading:
    """What has been read so far."""

    def __init__(self, progress: Progress, cancel: CancelToken) -> None:
        self._progress = progress
        self._checkpoint = cancel.raise_if_cancelled
        self._reader = ClassicReader()
        self._threads: dict[tuple[int, str, str], Thread] = {}
        self._findings: list[Findings] = []
        self._skipped: list[SkippedFile] = []
        self._owner_by_profile: str | None = None
        self._owner_by_autofill: str | None = None
        self._files = self._total_files = self._messages = self._bytes = self._total_bytes = 0

    def take(self, source: Source) -> None:
        """Read one thing that was chosen."""
        findings = source.find(self._checkpoint)
        self._findings.append(findings)
        self._skipped.extend(SkippedFile(_shown(file.path), file.reason) for file in findings.skipped)
        self._total_files += len(findings.json)
        self._total_bytes += sum(file.size for file in findings.json)
        for file in findings.json:
            self._checkpoint()
            try:
                self._take_file(source, file)
            except NotReadable as error:
                self._skipped.append(SkippedFile(_shown(file.path), str(error)))
            self._files += 1
            self._bytes += file.size
            self._progress(ReadProgress(self._files, self._total_files, self._messages, self._bytes, self._total_bytes))

    def _take_file(self, source: Source, file: FoundFile) -> None:
        data = source.read(file)
        path = PurePosixPath(file.path)
        if path.name == PROFILE:
            self._owner_by_profile = self._owner_by_profile or profile_name(data)
        elif path.name == AUTOFILL:
            self._owner_by_autofill = self._owner_by_autofill or autofill_name(data)
        else:
            part = self._reader.read(data, self._checkpoint)
            if part is not None:
                # Files of one folder are one thread, unless they say themselves that they are of different ones.
                key = (len(self._findings), path.parent.as_posix(), part.thread or part.title)
                place = _shown("/".join((source.name, *path.parent.parts)[-2:]))
                self._threads.setdefault(key, Thread(place)).files.append(part)
                self._messages += len(part.messages)

    def finish(self, sources: Sequence[Path]) -> Export:
        """Put the conversations together."""
        found_threads = bool(self._threads)
        conversations = self._conversations()
        if not conversations:
            raise nothing_found(self._findings, self._skipped, found_threads=found_threads)
        conversations.sort(key=lambda conversation: -len(conversation.messages))
        owner = self._owner_by_profile or self._owner_by_autofill
        return Export(
            source=sources[0],
            conversations=tuple(conversations),
            skipped=tuple(self._skipped),
            owner=owner or person_in_every(conversations),
        )

    def _conversations(self) -> list[Conversation]:
        conversations: list[Conversation] = []
        seen: Counter[str] = Counter()
        for number, thread in enumerate(self._threads.values(), start=1):
            self._checkpoint()
            if not any(file.messages for file in thread.files):
                continue
            seen[thread.name] += 1
            again = seen[thread.name]
            identifier = thread.name if again == 1 else f"{thread.name}#{again}"
            conversations.append(conversation(thread, identifier, number))
        self._threads.clear()
        return conversations


def _shown(path: str) -> str:
    """A path that can be shown and saved, whatever bytes its names are made of."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
