"""Everything the window and the command line can reach beyond themselves, in one object."""

from collections.abc import Sequence
from contextlib import closing, nullcontext
from pathlib import Path

from msgtune_gui.core.addresses import host_of, is_near, same_place
from msgtune_gui.core.errors import KeyRefused, ServiceStopped, UserError
from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.core.ports import CancelToken
from msgtune_gui.core.service_profile import ChatPlace, ServiceProfile
from msgtune_gui.services.adapters import take_in
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.engine_process import Endpoint, EngineProcess
from msgtune_gui.services.langchain_chat import LangChainChat
from msgtune_gui.services.openai_tuning import OpenAITuningService
from msgtune_gui.services.profiles import LOCAL, PROFILES, SERVICES, HostedService
from msgtune_gui.services.run_store import FolderRunStore
from msgtune_gui.services.secrets import KeyringSecretStore
from msgtune_gui.services.settings import JsonSettings

_LOCAL_POLL_BOUNDS_S = (0.3, 1.0)
_HOSTED_POLL_BOUNDS_S = (2.0, 60.0)
_NO_KEY = "none"
"""Sent where nobody looks at it, because the SDKs do without a key nowhere."""


class Services:
    """Implements the Outside port; owns the engine's process."""

    def __init__(self, data_folder: DataFolder) -> None:
        self.data_folder = data_folder
        self.engine = EngineProcess(data_folder)
        self._runs = FolderRunStore(data_folder.runs)
        self._secrets = KeyringSecretStore()
        self._settings = JsonSettings(data_folder.root)

    @property
    def profiles(self) -> Sequence[ServiceProfile]:
        """The services on offer, the default first."""
        return PROFILES

    @property
    def secrets(self) -> KeyringSecretStore:
        """Where keys are kept; blocking, so to be used in a worker."""
        return self._secrets

    @property
    def runs(self) -> FolderRunStore:
        """Where runs are kept; quick."""
        return self._runs

    @property
    def settings(self) -> JsonSettings:
        """What the person set for good, beside keys; quick."""
        return self._settings

    def tuning(self, service: str, key: str | None = None) -> OpenAITuningService:
        """A connection to a service by its profile's key; the engine starts with its first use.

        Args:
            service: Key of the profile.
            key: To be tried instead of the one that is kept.

        Raises:
            UserError: There is no such service.
        """
        spoken_to = _service(service)
        if service != LOCAL.key:
            return OpenAITuningService(
                spoken_to, lambda: self._hosted_endpoint(spoken_to, key), poll_bounds_s=_HOSTED_POLL_BOUNDS_S
            )
        line = _EngineLine(self.engine)
        return OpenAITuningService(
            spoken_to, line.endpoint, alive=lambda: line.alive, poll_bounds_s=_LOCAL_POLL_BOUNDS_S
        )

    def chat_models(self, service: str, key: str | None = None, cancel: CancelToken | None = None) -> Sequence[str]:
        """Names of models that a service lists; may be long, and not every one of them can be talked to.

        Args:
            service: Key of the profile.
            key: To be tried instead of the one that is kept.
            cancel: Ends the question; it raises Unreachable then.

        Raises:
            UserError: The service cannot be asked, or the key is refused.
        """
        with (
            closing(self.tuning(service, key)) as connection,
            connection.ending_with(cancel) if cancel is not None else nullcontext(),
        ):
            return connection.all_models()

    def take_in_adapter(self, run: Run, folder: Path) -> str:
        """Give the engine an adapter that was trained elsewhere and return the model's name there.

        Raises:
            UserError: It is none, or its base model is not on this computer.
        """
        return take_in(self.engine.endpoint(), run, folder)

    def chat(self, run: Run, temperature: float, key: str | None = None) -> LangChainChat:
        """A connection to the model of a run that succeeded.

        Args:
            run: Need not be in the store.
            temperature: From 0.0 to 2.0.
            key: To be tried instead of the one that is kept.

        Raises:
            UserError: There is no model, no key or no address.
        """
        if run.model is None:
            raise UserError("This training has not ended with a model.", "Open it again when it has.")
        return self.chat_with(
            self.chat_service(run), run.model, run.system_prompt, temperature, key=key, address=run.address
        )

    def warm_up(self, run: Run, cancel: CancelToken) -> None:
        """Load what a chat with a run's model needs: the SDK, and on this computer the model itself."""
        model = self.chat(run, temperature=0.0)
        try:
            if self.chat_service(run) == LOCAL.key:
                # The first word of any reply needs all of it.
                next(model.stream([ChatTurn(Role.USER, "Hi")], cancel), None)
        finally:
            model.close()

    def chat_service(self, run: Run) -> str:
        """Key of the service that the run's model is talked to at."""
        comes_here = not run.adopted and _service(run.service).profile.chats_at is ChatPlace.THIS_COMPUTER
        return LOCAL.key if comes_here else run.service

    def chat_with(
        self,
        service: str,
        model: str,
        system_prompt: str,
        temperature: float,
        *,
        key: str | None = None,
        address: str = "",
    ) -> LangChainChat:
        """A connection to any model of a service.

        Args:
            service: Key of the profile.
            model: The service's name of it.
            system_prompt: "" for none.
            temperature: From 0.0 to 2.0.
            key: To be tried instead of the one that is kept.
            address: Base URL instead of the one that is kept, where the person gives it.

        Raises:
            UserError: There is no such service, no key or no address.
        """
        spoken_to = _service(service)
        endpoint = self.engine.endpoint() if service == LOCAL.key else self._hosted_endpoint(spoken_to, key, address)
        return LangChainChat(spoken_to.profile.title, endpoint, model, system_prompt, temperature)

    def measured_tokens_per_second(self) -> float | None:
        """Training speed of the last run on this computer, or None when there was none."""
        for run in self._runs.all():
            if run.service == LOCAL.key and run.state is RunState.SUCCEEDED and run.trained_tokens and run.seconds:
                return run.trained_tokens / run.seconds
        return None

    def close(self) -> None:
        """Stop the engine's process."""
        self.engine.stop()

    def _hosted_endpoint(self, service: HostedService, key: str | None = None, address: str = "") -> Endpoint:
        title = service.profile.title
        known = service.base_url or self._settings.address(service.profile.key)
        address = service.base_url or address or known
        # A key that is kept is for the address that is kept, and is not shown to any other.
        if key is None and same_place(address, known):
            key = self._secrets.get(service.profile.key)
        key = (key or "").strip()
        if not key and service.profile.asks_address and is_near(address):
            key = _NO_KEY
        if not key and not same_place(address, known):
            raise KeyRefused(
                f"The key for {host_of(address)} is not kept any more.",
                "Name the model once more in “Chat with a model I already have”, with its key.",
            )
        if not key:
            raise KeyRefused(f"{title} needs a key.", "Paste it on the last page; it is kept in your keyring.")
        # Anything else cannot travel in a header of HTTP.
        if not (key.isascii() and key.isprintable() and " " not in key):
            raise KeyRefused(
                f"The key for {title} has characters that no key has.",
                "Copy it once more where you got it, and paste only the key.",
            )
        if not address:
            raise UserError(f"{title} needs an address.", "Type it on the last page; nothing was sent anywhere.")
        return Endpoint(address, key)


class _EngineLine:
    """Knows whether the engine that a connection was made to is still the one that runs."""

    def __init__(self, engine: EngineProcess) -> None:
        self._engine = engine
        self._process_id: int | None = None

    def endpoint(self) -> Endpoint:
        """Where the engine is reached. Raises ServiceStopped when it will not start."""
        try:
            endpoint = self._engine.endpoint()
        except UserError as error:
            raise ServiceStopped(error.message, error.advice) from error
        self._process_id = self._engine.process_id
        return endpoint

    @property
    def alive(self) -> bool:
        """Whether it is; one that was started anew listens elsewhere."""
        return self._process_id is not None and self._engine.process_id == self._process_id


def _service(key: str) -> HostedService:
    if key not in SERVICES:
        raise UserError(f"There is no service called {key}.", f"Choose one of: {', '.join(SERVICES)}.")
    return SERVICES[key]
