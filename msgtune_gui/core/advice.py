"""What a person can change when the choices give too few examples."""

from msgtune_gui.core.examples import SlicingPlan


def numbers_that_suffice(plan: SlicingPlan, chunk: int, overlap: int, least: int) -> tuple[int, int] | None:
    """The nearest smaller chunk, and the overlap for it, that give at least so many examples; None when none does.

    Args:
        plan: Prepared turns.
        chunk: Turns per example at present.
        overlap: Turns shared with the example before at present.
        least: Examples wanted.
    """
    for smaller in range(chunk, 1, -1):
        for shared in (min(overlap, smaller - 1), smaller - 1):
            if plan.count(smaller, shared).examples >= least:
                return smaller, shared
    return None
