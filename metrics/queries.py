"""The queries of this floor, each in a file of its own (``sql/``)."""

from functools import cache
from importlib import resources


@cache
def sql(name: str) -> str:
    """The text of ``sql/<name>.sql``."""
    return resources.files("metrics").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
