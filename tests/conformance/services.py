"""The two servers that are compared with the specification, each with something of everything in it."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from tests.support.engine_process import BASE_MODEL, EngineUnderTest, follow, sailor_examples, upload
from tests.support.stand_in import StandIn
from tests.support.stand_in_records import BASE_MODELS, USUAL_LIFE, StoredJob

AHOY = [{"role": "user", "content": "Ahoy?"}]
_NO_EXAMPLE = b"no example\n"


class Server(ABC):
    """A server and what it has to offer.

    Attributes:
        base_url: Ends with "/v1".
        key: What lets a client in.
        base_model: One that it tunes and chats with.
    """

    base_url: str
    key: str
    base_model: str

    @abstractmethod
    def files(self) -> Sequence[str]:
        """Ids of files of every kind."""

    @abstractmethod
    def jobs(self) -> Sequence[str]:
        """Ids of jobs in every state that stays."""

    @abstractmethod
    def models(self) -> Sequence[str]:
        """Names of models of every kind."""

    @abstractmethod
    def new_file(self) -> str:
        """Id of a file that may be deleted; jobs made from it come to nothing."""

    @abstractmethod
    def new_job(self) -> str:
        """Id of a job that may be cancelled."""

    @abstractmethod
    def new_model(self) -> str:
        """Name of a model that may be deleted."""

    def real_path(self, operation: str) -> dict[str, Sequence[str]]:
        """What there is for the parameters in an operation's path."""
        match operation:
            case "deleteFile":
                return {"file_id": [self.new_file()]}
            case "deleteModel":
                return {"model": [self.new_model()]}
            case "cancelFineTuningJob":
                return {"fine_tuning_job_id": [self.new_job()]}
        return {"file_id": self.files(), "fine_tuning_job_id": self.jobs(), "model": self.models()}

    def real_body(self, operation: str) -> dict[str, Any]:
        """Fields that make a request one that is answered."""
        match operation:
            case "createFile":
                return {"purpose": "fine-tune"}
            case "createFineTuningJob":
                return {"model": self.base_model, "training_file": self.new_file()}
            case "createChatCompletion":
                return {"model": self.base_model, "messages": AHOY, "max_completion_tokens": 2, "stream": False}
        return {}


class Engine(Server):
    """The real engine, with a model that was really trained in one step."""

    base_model = BASE_MODEL

    def __init__(self, engine: EngineUnderTest) -> None:
        self._engine = engine
        self.base_url, self.key = engine.address.base_url, engine.address.token
        self._taken_in = 0
        with engine.client() as client:
            jobs = client.fine_tuning.jobs
            file = upload(client, sailor_examples())
            made = follow(client, jobs.create(model=BASE_MODEL, training_file=file, extra_body={"max_steps": 1}))
            assert made.fine_tuned_model is not None, made.error
            self._model = made.fine_tuned_model
            faulty = follow(client, jobs.create(model=BASE_MODEL, training_file=upload(client, _NO_EXAMPLE)))
            cancelled = jobs.cancel(jobs.create(model=BASE_MODEL, training_file=file, metadata={"run": "1"}).id)
            assert [made.status, faulty.status, cancelled.status] == ["succeeded", "failed", "cancelled"]
        self._files = [file, *made.result_files]
        self._jobs = [made.id, faulty.id, cancelled.id]

    def files(self) -> Sequence[str]:
        """An uploaded file and one that a job has written."""
        return self._files

    def jobs(self) -> Sequence[str]:
        """One that succeeded, one that failed, one that was cancelled."""
        return self._jobs

    def models(self) -> Sequence[str]:
        """A base model and a tuned one."""
        return [BASE_MODEL, self._model]

    def new_file(self) -> str:
        """A file of no example."""
        with self._engine.client() as client:
            return upload(client, _NO_EXAMPLE)

    def new_job(self) -> str:
        """A job that is about to fail."""
        with self._engine.client() as client:
            return client.fine_tuning.jobs.create(model=BASE_MODEL, training_file=self.new_file()).id

    def new_model(self) -> str:
        """The tuned model once more, taken in as if it came from elsewhere."""
        self._taken_in += 1
        folder = self._engine.data_dir / "engine" / "models" / self._model.rpartition("::")[2]
        wanted = {"folder": str(folder), "base_model": BASE_MODEL, "client_id": f"client-{self._taken_in}"}
        with self._engine.http() as http:
            return str(http.post("/models", json=wanted).raise_for_status().json()["id"])


class StandInServer(Server):
    """The stand-in that other tests train with."""

    base_model = BASE_MODELS[0]

    def __init__(self, stand_in: StandIn) -> None:
        self._stand_in = stand_in
        self.base_url, self.key = stand_in.base_url, stand_in.key
        stand_in.advance_per_poll = False
        self._files = [stand_in.keep("a.jsonl", b"{}\n").identifier]
        self._files.append(stand_in.keep("b.csv", b"1,2\n", "fine-tune-results").identifier)
        self._jobs: list[str] = []
        for moves in range(len(USUAL_LIFE)):
            job = self._make_job(USUAL_LIFE)
            for _ in range(moves):
                job.advance()
            self._jobs.append(job.identifier)
        cancelled = self._make_job(USUAL_LIFE)
        cancelled.cancel()
        self._jobs += [self._make_job(("failed",)).identifier, cancelled.identifier]

    def files(self) -> Sequence[str]:
        """An uploaded file and one that a job has written."""
        return self._files

    def jobs(self) -> Sequence[str]:
        """One in each state."""
        return self._jobs

    def models(self) -> Sequence[str]:
        """A base model and a tuned one."""
        return [self.base_model, self._stand_in.models[0]]

    def new_file(self) -> str:
        """Any file."""
        return self._stand_in.keep("c.jsonl", b"{}\n").identifier

    def new_job(self) -> str:
        """One at its beginning."""
        return self._make_job(USUAL_LIFE).identifier

    def new_model(self) -> str:
        """What another job has made."""
        return self._make_job(("succeeded",)).model

    def _make_job(self, life: Sequence[str]) -> StoredJob:
        self._stand_in.life = life
        wanted = {"model": self.base_model, "training_file": self._files[0], "metadata": {"run": "1"}}
        return self._stand_in.new_job(wanted)
