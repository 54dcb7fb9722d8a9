"""What a person can change when the choices give too few examples."""

from msgtune_gui.core.examples import SlicingPlan


def numbers_that_suffice(plan: SlicingPlan, chunk: int, overlap: int, least: int) -> tuple[int, int] | None:
    """Chunk and overlap, nearest to the present ones, that give at least so many examples; None when none do.

    A smaller chunk is tried first, with the overlap as it is; only then overlaps as large as they can be, which make
    examples that mostly repeat each other.

    Args:
        plan: Prepared turns.
        chunk: Turns per example at present.
        overlap: Turns shared with the example before at present.
        least: Examples wanted.
    """
    smaller = range(chunk, 1, -1)
    proposals = [(size, min(overlap, size - 1)) for size in smaller] + [(size, size - 1) for size in smaller]
    return next((pair for pair in proposals if plan.count(*pair).examples >= least), None)
