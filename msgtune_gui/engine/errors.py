"""What the engine refuses, with the status and code that OpenAI's clients understand."""

from http import HTTPStatus

from msgtune_gui.core.errors import UserError


class RequestRefused(Exception):
    """An answer that is not a success.

    Attributes:
        status: HTTP status.
        message: One or two sentences for people; never any message text.
        code: Machine-readable reason.
        param: The field at fault.
    """

    def __init__(self, status: HTTPStatus, message: str, *, code: str | None = None, param: str | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code
        self.param = param


def invalid(message: str, *, code: str | None = None, param: str | None = None) -> RequestRefused:
    """The request makes no sense as it stands."""
    return RequestRefused(HTTPStatus.BAD_REQUEST, message, code=code, param=param)


def not_found(what: str, identifier: str, *, code: str, param: str | None = None) -> RequestRefused:
    """There is nothing of that name."""
    return RequestRefused(HTTPStatus.NOT_FOUND, f"No such {what}: {identifier[:200]}", code=code, param=param)


def too_long(context: int, prompt: int, reply: int) -> RequestRefused:
    """A conversation that leaves no room for its reply; which turns are to go is for the client to say.

    Args:
        context: Tokens that the model takes in and writes altogether.
        prompt: Tokens of the conversation.
        reply: Tokens that are kept for the reply.
    """
    return invalid(
        f"This model's maximum context length is {context} tokens. However, your messages resulted in {prompt} tokens, "
        f"and {reply} are kept for the reply. Please reduce the length of the messages.",
        code="context_length_exceeded",
        param="messages",
    )


def unusable_adapter(reason: str) -> RequestRefused:
    """An adapter that cannot be used here; the reason is the second half of a sentence."""
    return invalid(
        f"This adapter cannot be used on this computer: {reason}.", code="adapter_not_usable", param="folder"
    )


class TrainingFailed(UserError):
    """A job cannot go on, for a reason a person can act on.

    Attributes:
        code: Machine-readable reason, as in the job's error.
        param: The field at fault, if one is.
    """

    def __init__(self, code: str, message: str, advice: str = "", *, param: str | None = None) -> None:
        super().__init__(message, advice)
        self.code = code
        self.param = param
