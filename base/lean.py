"""A process for one piece of work: it begins without what it does not need, and ends when the work is done."""

import os
import sys
from importlib.abc import MetaPathFinder
from typing import NoReturn


class _NoPandas(MetaPathFinder):
    def find_spec(self, fullname: str, path: object, target: object = None) -> None:
        if fullname == "pandas":
            raise ModuleNotFoundError(fullname)


def keep_pandas_out() -> None:
    """From here on this process has no pandas, unless it is loaded already.

    pyarrow looks for it to see whether a list is a series of its, DuckDB whether a parameter is (0.2 s and 60 MB).
    """
    sys.meta_path.insert(0, _NoPandas())


def leave(code: int) -> NoReturn:
    """End this process with what was written and nothing else: Python takes a tenth of a second to tear itself down."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
