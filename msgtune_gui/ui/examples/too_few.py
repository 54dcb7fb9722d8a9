"""What to do when the choices give too few examples."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from msgtune_gui.core.advice import numbers_that_suffice
from msgtune_gui.core.examples import SlicingPlan
from msgtune_gui.core.model import LeftOutReason, SlicingMode, SlicingOptions
from msgtune_gui.core.wizard_flow import MINIMUM_EXAMPLES
from msgtune_gui.ui.widgets import Banner, BannerKind
from msgtune_gui.ui.words import number

_FILTERS = (
    LeftOutReason.PERSON,
    LeftOutReason.OUTSIDE_DATES,
    LeftOutReason.GROUPS,
    LeftOutReason.SHORT_CONVERSATION,
)


class TooFewBanner(Banner):
    """Shown only while there are too few; offers numbers that give enough where such numbers exist.

    Signals:
        numbers_wanted(object): The person wants this pair of chunk and overlap.
    """

    numbers_wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._suggestion: tuple[int, int] | None = None
        self.action_clicked.connect(self._on_action_clicked)

    def judge(self, plan: SlicingPlan, options: SlicingOptions, examples: int) -> None:
        """Say nothing about enough examples, and what to do about fewer."""
        if examples >= MINIMUM_EXAMPLES:
            self.clear()
            return
        self._suggestion = numbers_that_suffice(plan, options.chunk, options.overlap, MINIMUM_EXAMPLES)
        message = self.tr("{count} of at least {least} examples.").format(
            count=number(examples), least=MINIMUM_EXAMPLES
        )
        action = self.tr("Use these") if self._suggestion is not None else ""
        self.show_message(BannerKind.WARNING, message, self._advice(plan, options), action)

    def _advice(self, plan: SlicingPlan, options: SlicingOptions) -> str:
        if self._suggestion is not None:
            chunk, overlap = self._suggestion
            words = self.tr("With {chunk} messages per example and an overlap of {overlap} there are enough.")
            return words.format(chunk=chunk, overlap=overlap)
        if plan.with_ai == 0:
            return self._advice_on_silence(plan).format(voice=plan.slicing.sender)
        if options.mode is SlicingMode.LANGCHAIN:
            return self.tr("Try the recommended way, or go back and choose more to learn from.")
        return self.tr("Go back and choose more to learn from, or a person who writes more.")

    def _advice_on_silence(self, plan: SlicingPlan) -> str:
        """Which filter leaves out most, since it may be what took away everybody whom the voice answers."""
        left_out = plan.totals.left_out
        weightiest = max(_FILTERS, key=lambda reason: left_out[reason])
        if not left_out[weightiest]:
            return self.tr("{voice} answers nobody in what is chosen. Go back and choose another person.")
        match weightiest:
            case LeftOutReason.PERSON:
                return self.tr(
                    "Without the people you left out, {voice} answers nobody. Go back and leave out fewer people, or "
                    "choose another person."
                )
            case LeftOutReason.OUTSIDE_DATES:
                return self.tr(
                    "Between the dates you set, {voice} answers nobody. Go back and widen the dates, or choose another "
                    "person."
                )
            case LeftOutReason.GROUPS:
                return self.tr(
                    "In what the group filter lets through, {voice} answers nobody. Go back and change it, or choose "
                    "another person."
                )
            case _:
                return self.tr(
                    "In what the least number of messages lets through, {voice} answers nobody. Go back and lower it, "
                    "or choose another person."
                )

    @Slot()
    def _on_action_clicked(self) -> None:
        if self._suggestion is not None:
            self.numbers_wanted.emit(self._suggestion)
