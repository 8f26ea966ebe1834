"""The file that lies in the upload box, as it was parsed once in its child process."""

from dataclasses import dataclass
from typing import Literal

from base.errors import MognadError
from data.registers.finding.snapshots import PossibleSnapshot, snapshot_workbook
from files.grid import Workbook

Period = int | Literal["all", "none"]


@dataclass
class DroppedFile:
    """One file. ``fault``: why it can't be read. ``periods``: those it holds, None until somebody has looked."""

    file_id: str
    name: str
    digest: str
    whole: Workbook | None = None
    fault: MognadError | None = None
    periods: tuple[PossibleSnapshot, ...] | None = None

    def part(self, period: Period) -> Workbook | None:
        """What is read of it: one period by its place, of ``all`` the newest, or with ``none`` the whole file."""
        if self.whole is None or not self.periods or period == "none":
            return self.whole
        return snapshot_workbook(self.whole, self.periods[-1 if period == "all" else period])
