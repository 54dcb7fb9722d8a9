"""What training costs: the price that a profile knows, or the person's own figure."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Signal, Slot

from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import BaseModel, Price
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import TaskContext, Work


@dataclass(frozen=True, slots=True)
class KnownPrice:
    """What is known of the price of training a model.

    Attributes:
        price: The one that counts; None where nothing is known.
        is_own: Whether the person typed it.
        built_in: The one that the profile knows.
    """

    price: Price | None = None
    is_own: bool = False
    built_in: Price | None = None


class Prices(QObject):
    """Remembers own figures at once and writes them in a worker, one after the other.

    Signals:
        failed(object): A figure could not be written: UserError, or another exception.
    """

    failed = Signal(object)

    def __init__(self, runner: TaskRunner, outside: Outside, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._outside = outside
        self._own: dict[tuple[str, str], Price | None] = {}
        self._unwritten: dict[tuple[str, str], Price | None] = {}
        self._writing = False

    def of(self, service: str, model: BaseModel) -> KnownPrice:
        """What training a model of a service costs, as far as is known."""
        place = service, model.name
        if place not in self._own:
            self._own[place] = self._outside.settings.price(*place)
        own = self._own[place]
        return KnownPrice(own or model.price, own is not None, model.price)

    def set_own(self, service: str, model: BaseModel, dollars: float | None, today: date) -> None:
        """Let the person's own figure count from now on; None for the profile's again."""
        price = None if dollars is None else Price(dollars, today)
        self._own[service, model.name] = price
        self._unwritten[service, model.name] = price
        self._write()

    def _write(self) -> None:
        if self._writing or not self._unwritten:
            return
        figures, self._unwritten = self._unwritten, {}
        self._writing = True
        task = self._runner.start(_keep(self._outside, figures))
        task.failed.connect(self._on_writing_failed)
        task.ended.connect(self._on_writing_ended)

    @Slot(object)
    def _on_writing_failed(self, error: Exception) -> None:
        self.failed.emit(error)

    @Slot()
    def _on_writing_ended(self) -> None:
        self._writing = False
        self._write()


def _keep(outside: Outside, figures: dict[tuple[str, str], Price | None]) -> Work:
    def work(_context: TaskContext) -> None:
        for (service, base_model), price in figures.items():
            outside.settings.set_price(service, base_model, price)

    return work
