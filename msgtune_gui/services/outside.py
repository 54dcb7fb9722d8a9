"""Everything the window and the command line can reach beyond themselves, in one object."""

from collections.abc import Sequence

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run, RunState, ServiceProfile
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.core.ports import CancelToken
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.engine_process import Endpoint, EngineProcess
from msgtune_gui.services.langchain_chat import LangChainChat
from msgtune_gui.services.openai_tuning import OpenAITuningService
from msgtune_gui.services.profiles import HOSTED, LOCAL, PROFILES
from msgtune_gui.services.run_store import FolderRunStore
from msgtune_gui.services.secrets import KeyringSecretStore

_LOCAL_POLL_BOUNDS_S = (0.3, 1.0)


class Services:
    """Implements the Outside port; owns the engine's process."""

    def __init__(self, data_folder: DataFolder) -> None:
        self.data_folder = data_folder
        self.engine = EngineProcess(data_folder)
        self._runs = FolderRunStore(data_folder.runs)
        self._secrets = KeyringSecretStore()

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

    def tuning(self, service: str) -> OpenAITuningService:
        """A connection to a service by its profile's key; the engine starts with its first use."""
        if service == LOCAL.key:
            return OpenAITuningService(
                LOCAL.title,
                self.engine.endpoint,
                alive=lambda: self.engine.running,
                poll_bounds_s=_LOCAL_POLL_BOUNDS_S,
            )
        if service not in HOSTED:
            raise UserError(f"There is no service called {service}.", f"Choose one of: {', '.join(_names())}.")
        hosted = HOSTED[service]
        return OpenAITuningService(
            hosted.profile.title, lambda: self._hosted_endpoint(service), base_models=hosted.base_models
        )

    def chat(self, run: Run, temperature: float) -> LangChainChat:
        """A connection to the model of a run that succeeded. Raises UserError."""
        if run.model is None:
            raise UserError("This training has not ended with a model.", "Open it again when it has.")
        return self.chat_with(run.service, run.model, run.system_prompt, temperature)

    def warm_up(self, run: Run, cancel: CancelToken) -> None:
        """Load what a chat with a run's model needs: the SDK, and on this computer the model itself."""
        model = self.chat(run, temperature=0.0)
        try:
            if run.service == LOCAL.key:
                # The first word of any reply needs all of it.
                next(model.stream([ChatTurn(Role.USER, "Hi")], cancel), None)
        finally:
            model.close()

    def chat_with(self, service: str, model: str, system_prompt: str, temperature: float) -> LangChainChat:
        """A connection to any model of a service."""
        local = service == LOCAL.key
        endpoint = self.engine.endpoint() if local else self._hosted_endpoint(service)
        title = LOCAL.title if local else HOSTED[service].profile.title
        return LangChainChat(title, endpoint, model, system_prompt, temperature)

    def measured_tokens_per_second(self) -> float | None:
        """Training speed of the last run on this computer, or None when there was none."""
        for run in self._runs.all():
            if run.service == LOCAL.key and run.state is RunState.SUCCEEDED and run.trained_tokens and run.seconds:
                return run.trained_tokens / run.seconds
        return None

    def close(self) -> None:
        """Stop the engine's process."""
        self.engine.stop()

    def _hosted_endpoint(self, service: str) -> Endpoint:
        hosted = HOSTED[service]
        key = (self._secrets.get(service) or "").strip()
        if not key:
            raise UserError(
                f"{hosted.profile.title} needs a key.", "Paste it on the last page; it is kept in your keyring."
            )
        # Anything else cannot travel in a header of HTTP.
        if not (key.isascii() and key.isprintable() and " " not in key):
            raise UserError(
                f"The key for {hosted.profile.title} has characters that no key has.",
                "Copy it once more where you got it, and paste only the key.",
            )
        return Endpoint(hosted.base_url, key)


def _names() -> list[str]:
    return [profile.key for profile in PROFILES]
