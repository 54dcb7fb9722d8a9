"""Going through everything that was chosen and reading each file in it."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.accounts import Evidence
from msgtune_gui.core.export.classic import ClassicReader
from msgtune_gui.core.export.e2ee import EncryptedReader
from msgtune_gui.core.export.find import Findings, FoundFile, Source
from msgtune_gui.core.export.json_text import check_json, in_utf8
from msgtune_gui.core.export.names import NameTable
from msgtune_gui.core.export.notices import Traces
from msgtune_gui.core.export.owner import AUTOFILL, LANGUAGE, PROFILE, account_locale, autofill_name, profile_name
from msgtune_gui.core.export.pieces import Pieces, Place, shown
from msgtune_gui.core.export.shapes import Checkpoint, NotReadable, ThreadFile
from msgtune_gui.core.export.sources import is_stub, looks_like_a_download, open_source, without_repeats
from msgtune_gui.core.model import ReadProgress, SkippedFile
from msgtune_gui.core.ports import CancelToken

Progress = Callable[[ReadProgress], None]


class ThreadReader:
    """Reads a file of any shape, with one spelling of each name over all of them."""

    def __init__(self) -> None:
        names = NameTable()
        self._classic = ClassicReader(names)
        self._encrypted = EncryptedReader(names)

    def read(self, data: bytes, checkpoint: Checkpoint) -> ThreadFile | None:
        """One file's conversation, or None where it holds none. Raises NotReadable and Cancelled."""
        # A classic file has this word in its first lines, so that looking for it costs nothing.
        if b'"sender_name"' in data:
            return self._classic.read(data, checkpoint)
        return self._encrypted.read(data, checkpoint) or self._classic.read(data, checkpoint)


@dataclass(frozen=True, slots=True)
class _Opened:
    """One thing that was chosen, looked through."""

    number: int
    path: Path
    source: Source
    findings: Findings


@dataclass(frozen=True, slots=True)
class FoundThread:
    """A file with a conversation.

    Attributes:
        place: Where it lies.
        source: What it is in.
        file: The file there.
        shown: Its path for people.
    """

    place: Place
    source: Source
    file: FoundFile
    shown: str


Keep = Callable[["Gathering", FoundThread, ThreadFile], None]
"""What is done with a file that was read."""


def _keep_all(gathering: "Gathering", found: FoundThread, file: ThreadFile) -> None:
    gathering.pieces.add(found.place, file)


class Gathering:
    """Everything that was read.

    Attributes:
        paths: What was read, by number: what was chosen, and zips found in a folder.
        pieces: Copies of threads.
        evidence: Who owns what.
        traces: What else the files say.
        skipped: Files that could not be used.
        refusals: Why things could not be opened at all.
        locale: The account's locale ("pl_PL"), where the export says so.
    """

    def __init__(
        self,
        progress: Progress,
        cancel: CancelToken,
        *,
        as_files: bool = False,
        keep: Keep = _keep_all,
        skipped: list[SkippedFile] | None = None,
    ) -> None:
        """Begin with nothing.

        Args:
            progress: Called after every file.
            cancel: Looked at before every file and every few thousand messages.
            as_files: Every file becomes a piece of its own.
            keep: Puts a file that was read into `pieces`.
            skipped: Becomes `skipped`, for somebody who looks at it while there is still something to read.
        """
        self.paths: list[Path] = []
        self.pieces = Pieces(as_files=as_files)
        self.evidence = Evidence()
        self.traces = Traces()
        self.skipped: list[SkippedFile] = [] if skipped is None else skipped
        self.refusals: list[UserError] = []
        self.locale: str | None = None
        self._keep = keep
        self._progress = progress
        self._checkpoint = cancel.raise_if_cancelled
        self._reader = ThreadReader()
        self._files = self._total_files = self._messages = self._bytes = self._total_bytes = 0

    @property
    def newest(self) -> dict[int, int]:
        """Number of each thing that was read -> when its newest file was written, see Findings."""
        return {number: findings.newest_ms for number, findings in enumerate(self.traces.findings)}

    def take(self, sources: Sequence[Path], stack: ExitStack) -> None:
        """Read all sources and the zips in them; one of several that cannot be opened stops no other.

        Args:
            sources: What the person chose.
            stack: Closes what was opened; until then `read_thread` can read in it again.

        Raises:
            UserError: None of them can be opened.
            Cancelled: The person asked to stop.
        """
        chosen = [path for path in without_repeats(sources) if len(sources) == 1 or not is_stub(path)]
        opened = self._open(chosen, stack, chosen)
        several = len(opened) > 1
        for item in opened:
            threads = self._read(item, several=several)
            inside = [item.path / found.path for found in item.findings.zips]
            for zipped in self._open(without_repeats(inside, self.paths), stack, chosen):
                threads += self._read(zipped, several=True)
            if not threads and len(chosen) > 1 and not item.findings.is_part:
                self.traces.empty.append(shown(item.path.name))

    def read_thread(self, found: FoundThread) -> ThreadFile | None:
        """Read a file again that held a conversation. Raises NotReadable and Cancelled."""
        data = found.source.read(found.file)
        return self._reader.read(in_utf8(data) if _is_called_json(found.place) else data, self._checkpoint)

    def _open(self, paths: Sequence[Path], stack: ExitStack, chosen: Sequence[Path]) -> list[_Opened]:
        opened: list[_Opened] = []
        for path in paths:
            self._checkpoint()
            try:
                source = open_source(path)
                stack.callback(source.close)
                findings = source.find(self._checkpoint)
            except UserError as error:
                if [path] == chosen:
                    raise
                self.refusals.append(error)
                if path in chosen or looks_like_a_download(path.name):
                    self.traces.unreadable.append(error)
                self.skipped.append(SkippedFile(shown(path.name), error.message))
                continue
            opened.append(_Opened(len(self.paths), path, source, findings))
            self.paths.append(path)
            self.traces.findings.append(findings)
            self._total_files += len(findings.json)
            self._total_bytes += sum(file.size for file in findings.json)
        if self.refusals and not self.paths:
            raise self.refusals[0]
        return opened

    def _read(self, item: _Opened, *, several: bool) -> int:
        """Read one thing that was chosen; gives the number of files with conversations in it."""
        before = f"{item.source.name}/" if several else ""
        found = item.findings
        self.skipped.extend(SkippedFile(shown(before + file.path), file.reason) for file in found.skipped)
        threads = 0
        for file in found.json:
            self._checkpoint()
            try:
                threads += self._take_file(item, file, shown(before + file.path))
            except NotReadable as error:
                self.skipped.append(SkippedFile(shown(before + file.path), str(error)))
            self._files += 1
            self._bytes += file.size
            self._progress(ReadProgress(self._files, self._total_files, self._messages, self._bytes, self._total_bytes))
        return threads

    def _take_file(self, item: _Opened, file: FoundFile, name: str) -> bool:
        data = item.source.read(file)
        place = Place(item.number, item.source.name, PurePosixPath(file.path.lstrip("/")))
        called_json = _is_called_json(place)
        if called_json:
            data = in_utf8(data)
        if self._take_settings(place, data):
            return False
        part = self._reader.read(data, self._checkpoint)
        if part is None:
            if called_json:
                check_json(data)
            return False
        self._keep(self, FoundThread(place, item.source, file, name), part)
        self.traces.note_thread(place, encrypted=part.encrypted)
        self._messages += len(part.messages)
        return True

    def _take_settings(self, place: Place, data: bytes) -> bool:
        name = place.path.name
        if name == PROFILE and (owner := profile_name(data)):
            self.evidence.by_profile.setdefault(place.root, owner)
        elif name == AUTOFILL and (owner := autofill_name(data)):
            self.evidence.by_autofill.setdefault(place.root, owner)
        elif name == LANGUAGE:
            self.locale = self.locale or account_locale(data)
        return name in {PROFILE, AUTOFILL, LANGUAGE}


def _is_called_json(place: Place) -> bool:
    return place.path.suffix.lower() == ".json"
