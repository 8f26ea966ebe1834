"""What requirements.txt and requirements-dev.txt pin."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = ROOT / "requirements.txt"
DEVELOPMENT = ROOT / "requirements-dev.txt"
_PIN = re.compile(r"^([\w.-]+)==([\w.]+)", re.MULTILINE)


def pins(path: Path) -> dict[str, str]:
    """The version of each package that a file pins, by its canonical name, whatever the platform."""
    return {canonical(name): version for name, version in _PIN.findall(path.read_text(encoding="utf-8"))}


def canonical(name: str) -> str:
    """A package's name as registries compare it: ``PyYAML`` is ``pyyaml``, ``et_xmlfile`` is ``et-xmlfile``."""
    return re.sub(r"[-_.]+", "-", name).lower()
