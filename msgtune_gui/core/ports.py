"""What the core asks of the outside, as Protocols; the adapters stand in services."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    # Not for running: reading an export needs a port of this file and nothing of jobs.
    from msgtune_gui.core.jobs import Job, JobEvent, JobProducts, JobRequest, Run
    from msgtune_gui.core.model import ChatTurn
    from msgtune_gui.core.service_profile import BaseModel, Price, ServiceProfile, TuningRight

ByteProgress = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""


class CancelToken(Protocol):
    """A request to stop, set from one thread and looked at in another."""

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        ...

    def raise_if_cancelled(self) -> None:
        """Raise Cancelled when somebody asked to stop."""
        ...

    def wait(self, seconds: float) -> bool:
        """Pause for at most so many seconds; True at once when somebody asks to stop."""
        ...

    def on_cancel(self, callback: Callable[[], None]) -> AbstractContextManager[None]:
        """Call a quick function, in the asking thread, when somebody asks to stop inside the `with` block."""
        ...


class TuningService(Protocol):
    """A service that tunes models, spoken to in OpenAI's protocol.

    Every method may raise UserError (words for people) and Cancelled. Of its kinds, Unreachable, KeyRefused and
    ServiceStopped say that the same may be asked again later; any other is the service's last word.
    """

    @property
    def poll_bounds_s(self) -> tuple[float, float]:
        """Shortest and longest pause between two looks at a job, in seconds."""
        ...

    def ending_with(self, cancel: CancelToken) -> AbstractContextManager[None]:
        """End requests made inside the `with` block as soon as somebody asks to stop; they raise Unreachable then."""
        ...

    def base_models(self) -> Sequence[BaseModel]:
        """Models that can be tuned, the proposed one first; asks the service, so that a wrong key shows."""
        ...

    def tuning_right(self) -> TuningRight:
        """Whether the account may start a job, as far as the service tells; nothing is uploaded for it."""
        ...

    def upload(self, path: Path, name: str, on_bytes: ByteProgress, cancel: CancelToken) -> str:
        """Send a training file under a name and return the service's id of it."""
        ...

    def files_called(self, name: str) -> Sequence[str]:
        """The service's ids of uploaded files of this name, the newest first."""
        ...

    def wait_for_file(self, file_id: str, cancel: CancelToken) -> None:
        """Return once the service can use the file; bounded in time."""
        ...

    def create_job(self, request: JobRequest) -> Job:
        """Start a job; sent once and never again by itself."""
        ...

    def jobs_of(self, client_id: str, file_ids: Collection[str] = ()) -> Sequence[Job]:
        """Every job that is ours, the newest first.

        Args:
            client_id: In its metadata.
            file_ids: One of which is its training file, where the service keeps no metadata.
        """
        ...

    def job(self, job_id: str) -> Job:
        """The job as it stands."""
        ...

    def events(self, job_id: str) -> Sequence[JobEvent]:
        """All events of the job, oldest first."""
        ...

    def cancel_job(self, job_id: str) -> Job:
        """Ask the service to stop the job."""
        ...

    def products_of(self, job_id: str) -> JobProducts:
        """What a job has made there; nothing when the job is gone."""
        ...

    def delete_file(self, file_id: str) -> None:
        """Delete an uploaded file or one that a job has written; no error when it is gone already."""
        ...

    def delete_model(self, model: str) -> None:
        """Delete a tuned model; no error when it is gone already.

        The engine knows one that it has taken in by our id of its run as well.
        """
        ...

    def fetch_adapter(self, job_id: str, folder: Path, on_bytes: ByteProgress, cancel: CancelToken) -> None:
        """Download the adapter that a job has made into an empty folder, in PEFT's own format.

        Raises:
            UserError: The service gives no adapters away.
        """
        ...

    def close(self) -> None:
        """Release the connection."""
        ...


class ChatModel(Protocol):
    """A model that answers a conversation."""

    @property
    def answered_by(self) -> str | None:
        """The model that the service named in its last whole answer."""
        ...

    def stream(self, turns: Sequence[ChatTurn], cancel: CancelToken) -> Iterator[str]:
        """Yield the reply in pieces; ends early and quietly when cancelled. Raises UserError."""
        ...

    def close(self) -> None:
        """Release the connection."""
        ...


class SecretStore(Protocol):
    """Where keys are kept."""

    @property
    def persistent(self) -> bool:
        """Whether a key outlives this run of the program."""
        ...

    def get(self, service: str) -> str | None:
        """The key of a service."""
        ...

    def set(self, service: str, key: str) -> None:
        """Keep the key of a service."""
        ...

    def delete(self, service: str) -> None:
        """Forget the key of a service."""
        ...


class RunStore(Protocol):
    """Where runs are kept between starts of the program."""

    def save(self, run: Run) -> None:
        """Write the run atomically. Raises UserError when the disk is full."""
        ...

    def get(self, identifier: str) -> Run | None:
        """One run."""
        ...

    def all(self) -> Sequence[Run]:
        """Every run, newest first."""
        ...

    def folder(self, identifier: str) -> Path:
        """The run's own folder, created with mode 0700."""
        ...

    def held(self, identifier: str) -> AbstractContextManager[None]:
        """Work on a run alone inside the `with` block.

        Raises:
            UserError: Another msgtune on the same data works on it.
        """
        ...

    def remove(self, identifier: str) -> None:
        """Delete the run and its folder; no error when it is gone already. Raises UserError when it cannot be."""
        ...


class SettingsStore(Protocol):
    """What the person set for good, beside keys; quick."""

    def address(self, service: str) -> str:
        """Base URL that the person gave for a service; "" where there is none."""
        ...

    def set_address(self, service: str, address: str) -> None:
        """Keep the base URL of a service, or forget it with "". Raises UserError (no address, or disk full)."""
        ...

    def price(self, service: str, base_model: str) -> Price | None:
        """What the person typed for the price of training a model, or None."""
        ...

    def set_price(self, service: str, base_model: str, price: Price | None) -> None:
        """Keep a price, or forget it with None. Raises UserError (no price, or disk full)."""
        ...


class Outside(Protocol):
    """Everything the window can reach beyond itself; built once by the composition root.

    `tuning` and `chat` may start the engine's process or load an SDK, which takes seconds: call them in a worker.
    """

    @property
    def profiles(self) -> Sequence[ServiceProfile]:
        """The services on offer, the default first."""
        ...

    @property
    def secrets(self) -> SecretStore:
        """Where keys are kept; blocking, so to be used in a worker."""
        ...

    @property
    def runs(self) -> RunStore:
        """Where runs are kept; quick."""
        ...

    @property
    def settings(self) -> SettingsStore:
        """What the person set for good, beside keys; quick."""
        ...

    def tuning(self, service: str, key: str | None = None) -> TuningService:
        """A connection to a service by its profile's key.

        Args:
            service: Key of the profile.
            key: To be tried instead of the one that is kept.

        Raises:
            UserError: There is no such service, no key or no address.
        """
        ...

    def chat_models(self, service: str, key: str | None = None, cancel: CancelToken | None = None) -> Sequence[str]:
        """Names of models that a service lists; may be long, and not every one of them can be talked to.

        Args:
            service: Key of the profile.
            key: To be tried instead of the one that is kept.
            cancel: Ends the question; it raises Unreachable then.

        Raises:
            UserError: The service cannot be asked, or the key is refused.
        """
        ...

    def take_in_adapter(self, run: Run, folder: Path) -> str:
        """Give the engine an adapter that was trained elsewhere and return the model's name there.

        Raises:
            UserError: It is none, or its base model is not on this computer.
        """
        ...

    def chat(self, run: Run, temperature: float, key: str | None = None) -> ChatModel:
        """A connection to the model of a run that succeeded.

        Args:
            run: Need not be in the store.
            temperature: From 0.0 to 2.0.
            key: To be tried instead of the one that is kept.

        Raises:
            UserError: There is no model, no key or no address.
        """
        ...

    def warm_up(self, run: Run, cancel: CancelToken) -> None:
        """Load what a chat with a run's model needs, so that the first reply need not wait; nothing leaves for it.

        Raises:
            UserError: The chat cannot work; saying something will meet the same.
        """
        ...

    def measured_tokens_per_second(self) -> float | None:
        """Training speed of the last run on this computer, or None when there was none."""
        ...

    def close(self) -> None:
        """Stop the engine's process and release everything."""
        ...
