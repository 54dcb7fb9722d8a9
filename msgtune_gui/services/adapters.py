"""Hands the engine an adapter that was trained elsewhere."""

from pathlib import Path

from msgtune_gui.core.errors import Unreachable, UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.services.engine_process import Endpoint

_PATIENCE_S = 120.0


def take_in(endpoint: Endpoint, run: Run, folder: Path) -> str:
    """Have the engine copy an adapter into its own store.

    Args:
        endpoint: The engine's.
        run: Whose adapter it is; names the model.
        folder: Where the adapter lies, in PEFT's own format.

    Returns:
        The engine's name of the model.

    Raises:
        UserError: It is no adapter, or its base model is not on this computer.
        Unreachable: The engine did not answer.
    """
    import httpx2

    wanted = {"folder": str(folder), "base_model": run.base_model, "client_id": run.client_id}
    try:
        with httpx2.Client(trust_env=False, timeout=_PATIENCE_S) as client:
            answer = client.post(
                f"{endpoint.base_url}/models", json=wanted, headers={"Authorization": f"Bearer {endpoint.key}"}
            )
        told = answer.json()
    except (httpx2.HTTPError, ValueError) as error:
        raise Unreachable(
            "The part of msgtune that chats on this computer did not answer.", "Nothing is lost. Try again."
        ) from error
    if answer.is_success:
        return str(told["id"])
    raise UserError(str(told["error"]["message"]), "The adapter that was trained is kept, so that nothing is lost.")
