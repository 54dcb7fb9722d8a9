"""The exceptions that may cross rooms on purpose."""


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
    """A service did not answer, or asked to wait; trying again later may help.

    Whether the service has done what it was asked for is not known.

    Attributes:
        retry_after_s: Seconds that the service asked to wait, 0.0 where it did not say how long; None where it
            answered nothing of the kind.
    """

    def __init__(self, message: str, advice: str = "", *, retry_after_s: float | None = None) -> None:
        super().__init__(message, advice)
        self.retry_after_s = retry_after_s


class KeyRefused(UserError):
    """The service does not accept the key, or no longer; everything can go on with another one."""


class ServiceStopped(UserError):
    """The service's process on this computer is not running; what it has done is known again once it runs."""


class TrainingClosed(UserError):
    """The service does not let this account start a training, whatever is sent."""


class NotUnderstood(UserError):
    """The service answered something that no service of its kind answers; whether it did what it was asked is open."""


class NotThere(UserError):
    """The service does not know the model, file or job that was meant."""


class TooLong(UserError):
    """A model cannot take in all that it was sent; without the oldest turns the same may be asked again."""


class Cancelled(Exception):
    """The person asked for the running work to stop."""
