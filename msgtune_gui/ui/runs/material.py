"""What a new training learns from: examples of the open export, or those that an earlier training has saved."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.examples import SlicingPlan, iter_examples
from msgtune_gui.core.files import atomic_write
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.jsonl import write_jsonl
from msgtune_gui.core.model import SliceCount, SlicingOptions
from msgtune_gui.core.ports import CancelToken

_PIECE_BYTES = 1 << 20


class Material(Protocol):
    """Examples, and how to write the training file that holds them."""

    @property
    def voice(self) -> str:
        """Display name of the sender who becomes the AI."""
        ...

    @property
    def system_prompt(self) -> str:
        """The same in training and in chat; "" for none."""
        ...

    @property
    def examples(self) -> int:
        """Lines of the training file."""
        ...

    @property
    def tokens(self) -> int | None:
        """Estimate of tokens in the training file, one pass; None where nobody has counted."""
        ...

    def write(self, path: Path, cancel: CancelToken) -> None:
        """Write the training file. Raises UserError or Cancelled."""
        ...


@dataclass(frozen=True, slots=True)
class ExportMaterial:
    """Examples of the export that is open.

    Attributes:
        voice: Display name of the sender who becomes the AI.
        plan: Prepared turns, with the system prompt that goes with them.
        options: How they are cut.
        count: What this gives.
    """

    voice: str
    plan: SlicingPlan
    options: SlicingOptions
    count: SliceCount

    @property
    def system_prompt(self) -> str:
        """The same in training and in chat; "" for none."""
        return self.plan.system_prompt

    @property
    def examples(self) -> int:
        """Lines of the training file."""
        return self.count.examples

    @property
    def tokens(self) -> int | None:
        """Estimate of tokens in the training file, one pass."""
        return self.count.tokens

    def write(self, path: Path, cancel: CancelToken) -> None:
        """Cut the turns and write them. Raises UserError or Cancelled."""
        write_jsonl(iter_examples(self.plan, self.options), self.plan.system_prompt, path)
        cancel.raise_if_cancelled()


@dataclass(frozen=True, slots=True)
class SavedMaterial:
    """Examples that an earlier training has kept.

    Attributes:
        run: That training.
        path: Its training file.
    """

    run: Run
    path: Path

    @property
    def voice(self) -> str:
        """Display name of the sender who becomes the AI."""
        return self.run.voice

    @property
    def system_prompt(self) -> str:
        """The same in training and in chat; "" for none."""
        return self.run.system_prompt

    @property
    def examples(self) -> int:
        """Lines of the training file."""
        return self.run.examples

    @property
    def tokens(self) -> int | None:
        """Estimate of tokens in the training file, one pass; None for runs of before it was kept."""
        return self.run.tokens

    def write(self, path: Path, cancel: CancelToken) -> None:
        """Copy the file, so that either training can be deleted alone. Raises UserError or Cancelled."""
        try:
            source = self.path.open("rb")
        except OSError as error:
            raise UserError(
                "The saved examples of that training are gone.", "Open the export once more and prepare them anew."
            ) from error
        with source, atomic_write(path) as copy:
            while piece := source.read(_PIECE_BYTES):
                cancel.raise_if_cancelled()
                copy.write(piece)
