"""The TuningService port over the openai SDK; the engine and hosted services are spoken to in the same way."""

import io
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from msgtune_gui.core.errors import NotThere, ServiceStopped, Unreachable, UserError
from msgtune_gui.core.files import atomic_write
from msgtune_gui.core.jobs import Job, JobEvent, JobProducts, JobRequest
from msgtune_gui.core.ports import ByteProgress, CancelToken
from msgtune_gui.core.service_profile import BaseModel, ChatPlace, TuningRight
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.error_words import words_for
from msgtune_gui.services.http_line import HttpLine
from msgtune_gui.services.job_answers import day_of, event_of, files_of_checkpoint, job_of
from msgtune_gui.services.profiles import HostedService

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import FileObject
    from openai.types.fine_tuning.jobs import FineTuningJobCheckpoint

RUN_ID_KEY = "msgtune_run"
_LONGEST_PAGE = 100
_PIECE_BYTES = 1 << 20


class _Identified(Protocol):
    @property
    def id(self) -> str: ...


_Answer = TypeVar("_Answer")
_Entry = TypeVar("_Entry", bound=_Identified)


class OpenAITuningService:
    """Implements the TuningService port.

    Args:
        hosted: How the service is spoken to.
        endpoint: Gives address and key; called at each first use, so that it may start the engine or ask the keyring.
        alive: Whether the service's process can still answer; always true for a hosted one.
        poll_bounds_s: Shortest and longest pause between two looks at a job, in seconds.
        file_patience_s: How long to wait for a service to say that a file can be used; some never say so.
        silence_s: Longest silence of the service within an answer, in seconds.
        strict: Refuse every answer that is not as the SDK has it; for tests, since real services differ in details.
    """

    def __init__(
        self,
        hosted: HostedService,
        endpoint: Callable[[], Endpoint],
        *,
        alive: Callable[[], bool] = lambda: True,
        poll_bounds_s: tuple[float, float] = (2.0, 30.0),
        file_patience_s: float = 60.0,
        silence_s: float = 60.0,
        strict: bool = False,
    ) -> None:
        self._hosted = hosted
        self._title = hosted.profile.title
        self._get_endpoint = endpoint
        self._alive = alive
        self._poll_bounds_s = poll_bounds_s
        self._file_patience_s = file_patience_s
        self._strict = strict
        self._line = HttpLine(silence_s)
        self._events: dict[str, list[JobEvent]] = {}

    @property
    def poll_bounds_s(self) -> tuple[float, float]:
        """Shortest and longest pause between two looks at a job, in seconds."""
        return self._poll_bounds_s

    @cached_property
    def _client(self) -> "OpenAI":
        import openai

        endpoint = self._get_endpoint()
        return openai.OpenAI(
            base_url=endpoint.base_url,
            api_key=endpoint.key,
            timeout=self._line.timeout,
            # Between two tries the SDK sleeps as long as the service asks it to, and no token would reach it then.
            max_retries=0,
            http_client=self._line.open(endpoint.base_url),
            _strict_response_validation=self._strict,
        )

    @property
    def _insistent(self) -> "OpenAI":
        """For what is worth a second try, because nobody will ask again."""
        return self._client.with_options(max_retries=1)

    def ending_with(self, cancel: CancelToken) -> AbstractContextManager[None]:
        """End requests made inside the `with` block as soon as somebody asks to stop; they raise Unreachable then."""
        return self._line.ending_with(cancel)

    def base_models(self) -> Sequence[BaseModel]:
        """Models that can be tuned, the proposed one first; asks the service, so that a wrong key shows.

        One that the service has shut already is not among them.

        Raises:
            UserError: There is none, or the key is refused.
        """
        with self._in_words():
            listed = {
                model.id: day_of(model.shutdown_date)
                for model in self._client.models.list()
                if self._hosted.is_base_model(model)
            }
        about = {model.name: model for model in self._hosted.about_models}
        known = [name for name in about if name in listed or not self._hosted.lists_base_models]
        others = [name for name in listed if name not in about] if self._hosted.lists_base_models else []
        models = [about.get(name, BaseModel(name)) for name in (*known, *others)]
        dated = [replace(model, shut_on=listed.get(model.name) or model.shut_on) for model in models]
        today = datetime.now(UTC).date()
        open_still = [model for model in dated if model.shut_on is None or model.shut_on > today]
        if not open_still:
            raise UserError(
                f"{self._title} has no base model that can be trained.",
                "Run the set-up again (make setup) or install msgtune again. Your messages and choices are safe."
                if self._hosted.profile.on_device
                else "Choose This computer instead; your messages and choices are safe, and nothing was sent.",
            )
        return open_still

    def all_models(self) -> Sequence[str]:
        """Names of every model that the service lists. Raises UserError."""
        with self._in_words():
            return [model.id for model in self._client.models.list()]

    def tuning_right(self) -> TuningRight:
        """Whether the account may start a job, as far as the service tells; nothing is uploaded for it."""
        with self._in_words():
            return self._hosted.may_tune(self._client)

    def upload(self, path: Path, name: str, on_bytes: ByteProgress, cancel: CancelToken) -> str:
        """Send a training file under a name and return the service's id of it."""
        try:
            with path.open("rb", buffering=0) as file:
                reader = _CountingReader(file, path.stat().st_size, on_bytes, cancel)
                with self._in_words(cancel):
                    sent = self._client.files.create(file=(name, reader, "application/jsonl"), purpose="fine-tune")
        except OSError as error:
            raise UserError(
                "The file with the examples cannot be read.", "Your messages are safe. Start the training again."
            ) from error
        return self._identified(sent).id

    def files_called(self, name: str) -> Sequence[str]:
        """The service's ids of uploaded files of this name, the newest first; none where it lists no files."""
        try:
            with self._in_words():
                listed = self._client.files.list(purpose="fine-tune", limit=_LONGEST_PAGE, order="desc")
                return [file.id for file in _once_each(listed) if file.filename == name]
        except NotThere:
            return ()

    def wait_for_file(self, file_id: str, cancel: CancelToken) -> None:
        """Return once the service can use the file, or when patience ends, since some services never say so."""
        if not self._hosted.says_file_status:
            return
        until = time.monotonic() + self._file_patience_s
        while True:
            late = time.monotonic() >= until
            with self._in_words(cancel):
                status = self._identified(self._client.files.retrieve(file_id)).status
            if status == "error":
                raise UserError(f"{self._title} cannot use the examples.", "Nothing was started. Try again.")
            if status != "uploaded" or late:
                return
            if cancel.wait(self._poll_bounds_s[0]):
                cancel.raise_if_cancelled()

    def create_job(self, request: JobRequest) -> Job:
        """Start a job; sent once, because a repeated request could start, and cost, a second one."""
        with self._in_words():
            job = self._client.fine_tuning.jobs.create(
                model=request.base_model,
                training_file=request.training_file,
                suffix=request.suffix,
                metadata={RUN_ID_KEY: request.client_id},
                # Fields of other services would not pass the SDK's own parameters.
                extra_body=dict(self._hosted.job_settings(request)),
            )
            return job_of(self._identified(job))

    def jobs_of(self, client_id: str, file_ids: Collection[str] = ()) -> Sequence[Job]:
        """Every job that is ours, the newest first.

        Args:
            client_id: In its metadata.
            file_ids: One of which is its training file, where the service keeps no metadata, as Nebius does not.
        """
        with self._in_words():
            # Not every service knows how to filter, so that what comes is looked through here as well.
            listed = self._client.fine_tuning.jobs.list(limit=_LONGEST_PAGE, metadata={RUN_ID_KEY: client_id})
            return [
                job_of(job)
                for job in _once_each(listed)
                if (job.metadata.get(RUN_ID_KEY) == client_id if job.metadata else job.training_file in file_ids)
            ]

    def job(self, job_id: str) -> Job:
        """The job as it stands."""
        with self._in_words():
            return job_of(self._identified(self._client.fine_tuning.jobs.retrieve(job_id)))

    def events(self, job_id: str) -> Sequence[JobEvent]:
        """All events of the job, oldest first; only those not seen before are asked for."""
        seen = self._events.setdefault(job_id, [])
        newest = seen[-1].identifier if seen else None
        fresh: list[JobEvent] = []
        with self._in_words():
            for event in _once_each(self._client.fine_tuning.jobs.list_events(job_id, limit=_LONGEST_PAGE)):
                if event.id == newest:
                    break
                fresh.append(event_of(event))
        seen.extend(reversed(fresh))
        return tuple(seen)

    def cancel_job(self, job_id: str) -> Job:
        """Ask the service to stop the job."""
        with self._in_words():
            return job_of(self._identified(self._insistent.fine_tuning.jobs.cancel(job_id)))

    def products_of(self, job_id: str) -> JobProducts:
        """What a job has made there; nothing when the job is gone."""
        try:
            job = self.job(job_id)
        except NotThere:
            return JobProducts()
        try:
            with self._in_words():
                checkpoints = self._checkpoints(job_id)
        except NotThere:
            checkpoints = ()
        files = [*job.result_files, *(file for checkpoint in checkpoints for file in files_of_checkpoint(checkpoint))]
        if not self._serves_models:
            return JobProducts(files=tuple(dict.fromkeys(files)))
        names = dict.fromkeys(checkpoint.fine_tuned_model_checkpoint for checkpoint in checkpoints)
        return JobProducts(job.model, tuple(name for name in names if name != job.model), tuple(dict.fromkeys(files)))

    def delete_file(self, file_id: str) -> None:
        """Delete an uploaded file or one that a job has written; no error when it is gone already."""
        import openai

        with self._in_words():
            try:
                self._insistent.files.delete(file_id)
            except openai.NotFoundError:
                return

    def delete_model(self, model: str) -> None:
        """Delete a tuned model; no error when it is gone already, or when the service never had it as one."""
        import openai

        if not self._serves_models:
            return
        with self._in_words():
            try:
                self._insistent.models.delete(model)
            except openai.NotFoundError:
                return

    def fetch_adapter(self, job_id: str, folder: Path, on_bytes: ByteProgress, cancel: CancelToken) -> None:
        """Download the adapter that a job has made into an empty folder, in PEFT's own format.

        Raises:
            UserError: The service gives no adapters away, or the disk is full.
        """
        ask = self._hosted.adapter_files
        with self._in_words(cancel):
            files = ask(self._client, job_id) if ask is not None else ()
        if not files:
            raise UserError(f"{self._title} has no adapter of this training to give away.", "Nothing else is lost.")
        total = sum(file.bytes for file in files)
        done = 0
        for file in files:
            for length in self._download(file, folder, cancel):
                done += length
                on_bytes(done, total)

    def _download(self, file: "FileObject", folder: Path, cancel: CancelToken) -> Iterator[int]:
        """Write one file, and tell the length of each piece."""
        with (
            self._in_words(cancel),
            self._client.files.with_streaming_response.content(file.id) as content,
            # The name comes from elsewhere and may be a path.
            atomic_write(folder / Path(file.filename).name) as written,
        ):
            for piece in content.iter_bytes(_PIECE_BYTES):
                cancel.raise_if_cancelled()
                written.write(piece)
                yield len(piece)

    @property
    def _serves_models(self) -> bool:
        return self._hosted.profile.chats_at is ChatPlace.SERVICE

    def _checkpoints(self, job_id: str) -> "Sequence[FineTuningJobCheckpoint]":
        return list(_once_each(self._client.fine_tuning.jobs.checkpoints.list(job_id, limit=_LONGEST_PAGE)))

    def close(self) -> None:
        """Release the connection."""
        client = self.__dict__.pop("_client", None)
        if client is not None:
            client.close()
        self._line.close()

    def _identified(self, answer: _Answer) -> _Answer:
        """The answer, unless it is JSON of something that is no such service: the SDK takes any shape as it comes."""
        if not getattr(answer, "id", None):
            raise Unreachable(f"{self._title} could not be reached.", "Something else answered. Try again later.")
        return answer

    @contextmanager
    def _in_words(self, cancel: CancelToken | None = None) -> Iterator[None]:
        import httpx2
        import openai

        try:
            yield
        except (openai.OpenAIError, httpx2.HTTPError) as error:
            if cancel is not None:
                cancel.raise_if_cancelled()
            told = words_for(error, self._title)
            if isinstance(told, Unreachable) and not self._alive():
                raise ServiceStopped(
                    "The part of msgtune that trains on this computer stopped unexpectedly.",
                    "Your messages and choices are safe. Start the training again.",
                ) from error
            raise told from error


class _CountingReader(io.BufferedReader):
    """Tells how far the SDK has read, and stops it when the person cancels."""

    def __init__(self, raw: io.FileIO, total: int, on_bytes: ByteProgress, cancel: CancelToken) -> None:
        super().__init__(raw)
        self._total = total
        self._on_bytes = on_bytes
        self._cancel = cancel

    def read(self, size: int | None = -1, /) -> bytes:
        self._cancel.raise_if_cancelled()
        data = super().read(size)
        self._on_bytes(self.tell(), self._total)
        return data


def _once_each(listed: Iterable[_Entry]) -> Iterator[_Entry]:
    """The entries of a list until one comes again: a service that knows no pages answers each time with the first."""
    seen: set[str] = set()
    for entry in listed:
        if entry.id in seen:
            return
        seen.add(entry.id)
        yield entry
