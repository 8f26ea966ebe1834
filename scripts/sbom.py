"""List what the program is made of, as CycloneDX in JSON: ``python -m scripts.sbom FILE`` or `make sbom`.

Made of the lock and not of what happens to be installed: every platform's packages, with their hashes, and no tool of
development.
"""

import subprocess
import sys
from pathlib import Path

from scripts.locked import ROOT, RUNTIME


def write(path: Path) -> None:
    """Write the list to the file, in a folder that is made where it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # It warns that the lock doesn't say who needs whom.
    generator = [sys.executable, "-W", "ignore::UserWarning", "-m", "cyclonedx_py", "requirements", str(RUNTIME)]
    options = ["--short-PURLs", "--pyproject", str(ROOT / "pyproject.toml"), "--output-file", str(path)]
    subprocess.run([*generator, *options], check=True)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
    print(sys.argv[1])
