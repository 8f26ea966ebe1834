"""Time that no other process takes: processor seconds of this one and of the children it has waited for."""

import os


def cpu_seconds() -> float:
    """Since this process began; on Windows without its children."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system
