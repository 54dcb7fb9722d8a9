"""The values of services that tune models: what they are, what they can train, what they ask for it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TuningRight(StrEnum):
    """Whether an account may start a fine-tuning job, as far as its service says so before anything is uploaded."""

    GRANTED = "granted"
    REFUSED = "refused"
    NOT_TOLD = "not_told"


class ChatPlace(StrEnum):
    """Where a model that a service has tuned can be talked to."""

    SERVICE = "service"
    THIS_COMPUTER = "this_computer"


@dataclass(frozen=True, slots=True)
class Price:
    """What training costs.

    Attributes:
        dollars_per_million: US dollars for a million tokens trained on; every pass counts.
        as_of: Day on which somebody read it off the service's own page, or typed it.
    """

    dollars_per_million: float
    as_of: date

    def of(self, tokens: int, epochs: int = 1) -> float:
        """US dollars for training on so many tokens so many times."""
        return training_dollars(tokens, epochs, self.dollars_per_million)


def training_dollars(tokens: int, epochs: int, dollars_per_million: float) -> float:
    """US dollars for training, which services bill as tokens in the file x passes x price.

    Args:
        tokens: In the file, one pass.
        epochs: Passes over it; 1 where the tokens are those of all passes.
        dollars_per_million: Price of a million tokens trained on.
    """
    return tokens * epochs * dollars_per_million / 1_000_000


@dataclass(frozen=True, slots=True)
class BaseModel:
    """A model that a service can tune.

    Attributes:
        name: The service's name of it.
        description: One line for the chooser.
        shut_on: Day on which the service shuts it and everything tuned from it, where it says so.
        price: What training it costs, where known.
    """

    name: str
    description: str = ""
    shut_on: date | None = None
    price: Price | None = None


@dataclass(frozen=True, slots=True)
class ServiceEnd:
    """A day on which a service stops something, and what, in a sentence for people."""

    day: date
    words: str


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What a service takes as a training file.

    Attributes:
        least_examples: Fewest lines.
        most_bytes: Longest file.
    """

    least_examples: int = 1
    most_bytes: int | None = None


@dataclass(frozen=True, slots=True)
class ServiceProfile:
    """What the window has to know of a service; adding one needs no change elsewhere.

    Attributes:
        key: Short stable name ("local", "openai").
        title: Name to show.
        summary: One line for the chooser.
        leaves_computer: One sentence that says what leaves the computer.
        needs_key: Whether the person has to give a key.
        on_device: Whether training happens on this computer.
        asks_address: Whether the person has to give the address too.
        key_page: Where a key is got, as an address to show; "" where there is no one place.
        chats_at: Where its tuned models are talked to.
        ends: What the service is going to stop, in order of time.
        limits: What it takes as a training file.
        keeps: What cannot be deleted there by a program, in a sentence for people; "" for nothing.
    """

    key: str
    title: str
    summary: str
    leaves_computer: str
    needs_key: bool
    on_device: bool
    asks_address: bool = False
    key_page: str = ""
    chats_at: ChatPlace = ChatPlace.SERVICE
    ends: tuple[ServiceEnd, ...] = ()
    limits: FileLimits = FileLimits()
    keeps: str = ""
