"""How the process that reads and the one that asked for it speak: pickles, each after its length."""

import pickle
import struct
from dataclasses import dataclass
from typing import IO

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.accounts import AccountChoice, DifferentAccounts

_LENGTH = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A UserError on its way; its accounts where it asks which one is meant."""

    message: str
    advice: str
    accounts: tuple[AccountChoice, ...] = ()

    @classmethod
    def of(cls, error: UserError) -> "Refusal":
        """Make one of an error."""
        accounts = error.accounts if isinstance(error, DifferentAccounts) else ()
        return cls(error.message, error.advice, accounts)

    def error(self) -> UserError:
        """The error that it was made of."""
        return DifferentAccounts(self.accounts) if self.accounts else UserError(self.message, self.advice)


@dataclass(frozen=True, slots=True)
class Crash:
    """What was not foreseen: the name of the error's class, since its words may be private."""

    name: str


def send(stream: IO[bytes], value: object) -> None:
    """Write one value. Raises OSError when nobody listens."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)


def receive(stream: IO[bytes]) -> object:
    """Read one value; waits for it.

    Raises:
        EOFError: The other side is gone.
    """
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return pickle.loads(_exactly(stream, length))  # noqa: S301 - the other side is this program itself


def _exactly(stream: IO[bytes], length: int) -> bytes:
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return data
