"""A register as it stands, made without a store."""

from datetime import date

from data.imported.sources import Claim
from data.imported.state import Layer
from metrics.registers.sources import RegisterState


def layer(
    as_of: date,
    source: str = "risks",
    *,
    part: tuple[date, date] | None = None,
    branch: str | None = None,
    claim: Claim | None = None,
) -> Layer:
    """A file of ten rows; ``part``: the days it covers, where it is not the whole register."""
    first, last = part or (None, None)
    what: Claim = claim or ("part" if part else "whole")
    name = f"fil {as_of.year}.xlsx"
    return Layer(f"{source} {as_of}", source, 0, as_of, name, 10, what, first, last, branch, None, repeated=False)


def state(*layers: Layer) -> RegisterState:
    """The register that they make together."""
    newest = max(held.as_of for held in layers)
    return RegisterState("risks", newest, layers, sum(held.stored for held in layers))
