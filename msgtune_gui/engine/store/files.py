"""Uploaded and result files: content and record side by side, named by identifier only."""

import shutil
import threading
from pathlib import Path
from typing import BinaryIO, Literal

from msgtune_gui.core.files import atomic_write
from msgtune_gui.engine.errors import not_found
from msgtune_gui.engine.protocol import FileObject
from msgtune_gui.engine.store.records import new_id, now, read_records, write_record


class FileStore:
    """Owns the folder of files; may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        records = sorted(read_records(folder.glob("*.json"), FileObject), key=lambda record: record.created_at)
        self._records = {record.id: record for record in records if self._content(record.id).is_file()}

    def add(
        self,
        source: BinaryIO,
        filename: str,
        purpose: Literal["fine-tune", "fine-tune-results"],
        *,
        expires_at: int | None = None,
    ) -> FileObject:
        """Keep a copy of what `source` gives.

        Raises:
            UserError: The disk is full; nothing is left behind.
        """
        identifier = new_id("file")
        content = self._content(identifier)
        with atomic_write(content) as file:
            shutil.copyfileobj(source, file, 1 << 20)
        record = FileObject(
            id=identifier,
            bytes=content.stat().st_size,
            created_at=now(),
            filename=filename,
            purpose=purpose,
            expires_at=expires_at,
        )
        try:
            write_record(self._record(identifier), record)
        except BaseException:
            content.unlink(missing_ok=True)
            raise
        with self._lock:
            self._records[identifier] = record
        return record

    def all(self) -> list[FileObject]:
        """Every file, newest first."""
        self._drop_expired()
        with self._lock:
            return list(reversed(self._records.values()))

    def get(self, identifier: str) -> FileObject:
        """One file. Raises RequestRefused (404)."""
        self._drop_expired()
        with self._lock:
            record = self._records.get(identifier)
        if record is None:
            raise not_found("File object", identifier, code="file_not_found", param="id")
        return record

    def path(self, identifier: str) -> Path:
        """Where a file's content lies. Raises RequestRefused (404)."""
        return self._content(self.get(identifier).id)

    def delete(self, identifier: str) -> None:
        """Remove a file from the disk. Raises RequestRefused (404)."""
        self.get(identifier)
        self._forget(identifier)

    def _drop_expired(self) -> None:
        with self._lock:
            moment = now()
            expired = [
                record.id
                for record in self._records.values()
                if isinstance(record.expires_at, int) and record.expires_at <= moment
            ]
        for identifier in expired:
            self._forget(identifier)

    def _forget(self, identifier: str) -> None:
        with self._lock:
            self._records.pop(identifier, None)
            # The record goes last: a content without one would stay on the disk unseen.
            self._content(identifier).unlink(missing_ok=True)
            self._record(identifier).unlink(missing_ok=True)

    def _content(self, identifier: str) -> Path:
        return self._folder / f"{identifier}.content"

    def _record(self, identifier: str) -> Path:
        return self._folder / f"{identifier}.json"
