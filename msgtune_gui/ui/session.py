"""What the person has chosen so far: written by the pages, read by the pages after them and by the shell."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from msgtune_gui.core.examples import SlicingPlan
from msgtune_gui.core.model import Conversation, Export, Selection, SliceCount, SlicingOptions
from msgtune_gui.core.wizard_flow import Choices


class WizardSession(QObject):
    """The choices of one walk through the pages; lives in the main thread.

    Each setter tells only when something really changed, and forgets what depended on the old value.

    Signals:
        export_changed(): Another export was read, or it was put aside.
        people_changed(): Other conversations are ticked, another sender was picked, or a filter or switch was moved.
        options_changed(): Chunk, overlap, mode or the count changed.
        changed(): Any of these, or a busy state; the shell looks at `choices` again.
    """

    export_changed = Signal()
    people_changed = Signal()
    options_changed = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._export: Export | None = None
        self._ticked: tuple[Conversation, ...] = ()
        self._voice: str | None = None
        self._selection = Selection()
        self._nothing_left = False
        self._options = SlicingOptions()
        self._options_valid = True
        self._plan: SlicingPlan | None = None
        self._count: SliceCount | None = None
        self._reading = False
        self._counting = False
        self._at_hand = False

    @property
    def export(self) -> Export | None:
        """The export that was read."""
        return self._export

    @property
    def ticked(self) -> tuple[Conversation, ...]:
        """Conversations to learn from, in the export's order."""
        return self._ticked

    @property
    def voice(self) -> str | None:
        """Display name of the sender who becomes the AI."""
        return self._voice

    @property
    def selection(self) -> Selection:
        """What of the export is learned from: the ticks and every filter and switch."""
        return self._selection

    @property
    def options(self) -> SlicingOptions:
        """Chunk, overlap and mode; the last valid ones."""
        return self._options

    @property
    def plan(self) -> SlicingPlan | None:
        """The turns prepared for the people and the mode, or None while that is not done."""
        return self._plan

    @property
    def count(self) -> SliceCount | None:
        """What the options give, or None while that is not known."""
        return self._count

    @property
    def choices(self) -> Choices:
        """The choices in the form the wizard's flow looks at."""
        return Choices(
            has_export=self._export is not None,
            reading=self._reading,
            ticked=len(self._ticked),
            voice=self._voice is not None,
            nothing_left=self._nothing_left,
            counting=self._counting,
            options_valid=self._options_valid,
            examples=self._count.examples if self._count else 0,
            at_hand=self._at_hand,
        )

    def set_export(self, export: Export | None) -> None:
        """Take a freshly read export, or put the present one aside with None."""
        self._export = export
        self._ticked = ()
        self._voice = None
        self._selection = Selection()
        self._nothing_left = False
        self._plan = None
        self._count = None
        self.export_changed.emit()
        self.changed.emit()

    def set_people(self, ticked: Sequence[Conversation], voice: str | None) -> None:
        """Take the ticked conversations and the AI's sender."""
        ticked = tuple(ticked)
        # The very same choice comes again and again, and some thousand conversations take their time to compare. Every
        # choice of nothing is the very same, though, also that of a new export, whose ticks nobody has told yet.
        unchanged = bool(ticked) and ticked is self._ticked
        selection = self._selection if unchanged else self._with_ticks(ticked)
        same_ticks = len(ticked) == len(self._ticked) and selection == self._selection
        if same_ticks and voice == self._voice:
            return
        self._ticked = ticked
        self._voice = voice
        self._take(selection)

    def _with_ticks(self, ticked: tuple[Conversation, ...]) -> Selection:
        if self._export is not None and len(ticked) == len(self._export.conversations):
            return replace(self._selection, ticked=None)
        return replace(self._selection, ticked=frozenset(conversation.identifier for conversation in ticked))

    def set_selection(self, selection: Selection) -> None:
        """Take the filters and switches; `ticked` goes on following the ticks."""
        selection = replace(selection, ticked=self._selection.ticked)
        if selection != self._selection:
            self._take(selection)

    def _take(self, selection: Selection) -> None:
        self._selection = selection
        self._plan = None
        self._count = None
        self.people_changed.emit()
        self.changed.emit()

    def set_nothing_left(self, nothing_left: bool) -> None:
        """Whether the filters and switches leave no message of the ticked conversations to learn from."""
        if nothing_left != self._nothing_left:
            self._nothing_left = nothing_left
            self.changed.emit()

    def set_plan(self, plan: SlicingPlan | None) -> None:
        """Take the prepared turns; the count that goes with them follows through `set_options`."""
        self._plan = plan
        if plan is None:
            self._count = None
        self.changed.emit()

    def set_options(self, options: SlicingOptions, count: SliceCount | None) -> None:
        """Take valid options and what they give; None while the count is not known."""
        self._options = options
        self._options_valid = True
        self._count = count
        self.options_changed.emit()
        self.changed.emit()

    def set_options_invalid(self) -> None:
        """Chunk and overlap do not go together at present."""
        self._options_valid = False
        self._count = None
        self.options_changed.emit()
        self.changed.emit()

    def set_reading(self, reading: bool) -> None:
        """Whether an export is being read."""
        self._reading = reading
        self.changed.emit()

    def set_counting(self, counting: bool) -> None:
        """Whether the turns are being prepared."""
        self._counting = counting
        self.changed.emit()

    def set_at_hand(self, at_hand: bool) -> None:
        """Whether the last page has a run, or saved examples, to show without any export."""
        self._at_hand = at_hand
        self.changed.emit()
