"""The two exceptions that may cross rooms on purpose."""


class UserError(Exception):
    """Something a person can read and act on; the only error that a page or the command line shows as it is.

    Attributes:
        message: One sentence that says what happened, without blame and without message text or keys.
        advice: One or two sentences that say what is safe and what to do next.
    """

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class Unreachable(UserError):
    """A service did not answer; trying again later may help, and nothing was changed by the failed attempt."""


class Cancelled(Exception):
    """The person asked for the running work to stop."""
