"""The class of each risk, worked out once per combination of likelihood, consequence and level that occurs."""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from data.registers.definitions.model import Register
from data.registers.definitions.scales import ScaleValue, risk_class_of
from data.registers.values.cells import Typed


def risk_classes(register: Register, typed: Mapping[str, Typed], n_rows: int, residual: bool = False) -> pa.StringArray:
    """``low`` … ``extreme`` per row, null where it can't be told (see ``scales.risk_class_of``).

    ``residual``: of what is left of the risk after the actions; never mixed with the risk before them.
    """
    nothing = (np.zeros(n_rows, dtype=np.int64), [ScaleValue("empty")])
    parts = []
    for dimension in ("likelihood", "consequence", "level"):
        fields = [
            field.name
            for field in register.fields
            if field.dimension == dimension and field.residual is residual and field.name in typed
        ]
        parts.append((typed[fields[0]].scale if fields else None) or nothing)
    combined = np.zeros(n_rows, dtype=np.int64)
    for codes, values in parts:
        combined = combined * len(values) + codes
    distinct, inverse = np.unique(combined, return_inverse=True)
    sizes = [len(values) for _, values in parts]
    places = zip(*(indices.tolist() for indices in np.unravel_index(distinct, sizes)), strict=True)
    classes = [
        risk_class_of(parts[0][1][first], parts[1][1][second], parts[2][1][third]) for first, second, third in places
    ]
    return pa.array(classes, pa.string()).take(pa.array(inverse))
