"""Where each row of a very long list lies, exact where it was measured and estimated elsewhere."""

from bisect import bisect_right
from itertools import accumulate

_BLOCK = 256


class RowHeights:
    """Heights in pixels of any number of rows; every question costs microseconds even for a million of them.

    Rows are kept in blocks with their sums, so that nothing is ever added up row by row.
    """

    def __init__(self) -> None:
        self._count = 0
        self._estimate = 1
        self._measured: dict[int, int] = {}
        self._blocks: list[int] = []

    def __len__(self) -> int:
        return self._count

    def reset(self, count: int, estimate: int) -> None:
        """Forget every height and expect so many rows of about the same height."""
        self._count = count
        self._estimate = max(1, estimate)
        self._measured.clear()
        full, rest = divmod(count, _BLOCK)
        self._blocks = [_BLOCK * self._estimate] * full
        if rest:
            self._blocks.append(rest * self._estimate)

    def add_row(self) -> None:
        """One more row at the end."""
        if self._count % _BLOCK == 0:
            self._blocks.append(0)
        self._blocks[-1] += self._estimate
        self._count += 1

    def remove_row(self) -> None:
        """One row less at the end."""
        last = self._count - 1
        self._blocks[-1] -= self.height(last)
        self._measured.pop(last, None)
        self._count = last
        if last % _BLOCK == 0:
            self._blocks.pop()

    def is_measured(self, row: int) -> bool:
        """Whether the height of a row is exact."""
        return row in self._measured

    def set_height(self, row: int, height: int) -> None:
        """Take the exact height of a row."""
        self._blocks[row // _BLOCK] += height - self.height(row)
        self._measured[row] = height

    def forget(self, row: int) -> None:
        """The row has changed; keep its last height as what is expected."""
        known = self._measured.pop(row, None)
        if known is not None:
            self._blocks[row // _BLOCK] += self._estimate - known

    def height(self, row: int) -> int:
        """Height of a row, exact or expected."""
        return self._measured.get(row, self._estimate)

    @property
    def total(self) -> int:
        """Height of everything."""
        return sum(self._blocks)

    def top(self, row: int) -> int:
        """Distance of a row's upper edge from the upper edge of the first one."""
        block = row // _BLOCK
        return sum(self._blocks[:block]) + sum(self.height(other) for other in range(block * _BLOCK, row))

    def row_at(self, y: int) -> int:
        """The row at a distance from the top; the first or last one beyond the ends, -1 without rows."""
        if not self._count:
            return -1
        ends = list(accumulate(self._blocks))
        block = min(bisect_right(ends, max(0, y)), len(ends) - 1)
        at = ends[block] - self._blocks[block]
        last = min(self._count, (block + 1) * _BLOCK) - 1
        for row in range(block * _BLOCK, last):
            at += self.height(row)
            if y < at:
                return row
        return last
