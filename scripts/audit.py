"""Ask whether a locked package has a known vulnerability: ``python -m scripts.audit`` or `make audit`.

Exit codes: 0 none has one; 1 at least one has; 3 the question got no answer, for some package or for all. Silence is
told apart from good news here, because pip-audit itself ends with 0 and "No known vulnerabilities found" where the
service refuses to know any package.
"""

import json
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts.locked import DEVELOPMENT, RUNTIME, pins

CLEAN, VULNERABLE, NOT_ASKED = 0, 1, 3


@dataclass(frozen=True)
class Audit:
    """What the service answered: ``vulnerabilities`` as (package, id, versions that mend it), and who got no answer."""

    asked: int
    vulnerabilities: tuple[tuple[str, str, tuple[str, ...]], ...]
    unanswered: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """A vulnerability weighs more than silence."""
        if self.vulnerabilities:
            return VULNERABLE
        return NOT_ASKED if self.unanswered else CLEAN


def read(answer: str, locked: set[str]) -> Audit:
    """pip-audit's JSON, held against the packages that were asked about; anything else is no answer for any of them."""
    try:
        packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        packages = []
    answered = {package["name"] for package in packages if "vulns" in package}
    vulnerabilities = tuple(
        (f"{package['name']} {package['version']}", vulnerability["id"], tuple(vulnerability["fix_versions"]))
        for package in packages
        for vulnerability in package.get("vulns", ())
    )
    return Audit(len(locked), vulnerabilities, tuple(sorted(locked - answered)))


def sentences(audit: Audit, runtime: set[str]) -> list[str]:
    """What is told a person: each vulnerability, whose it is, and what got no answer."""
    told = [
        f"{package} ({_whose(package, runtime)}): {name}, {_mended(mending)}"
        for package, name, mending in audit.vulnerabilities
    ]
    if audit.unanswered:
        told.append(
            f"Det gick inte att fråga om {len(audit.unanswered)} av {audit.asked} paket. De kan ha kända sårbarheter: "
            "fråga igen från en dator som når tjänsten."
        )
    elif not audit.vulnerabilities:
        told.append(f"Inget av {audit.asked} låsta paket har en känd sårbarhet.")
    return told


def _whose(package: str, runtime: set[str]) -> str:
    return "programmet" if package.split(maxsplit=1)[0] in runtime else "bara utveckling"


def _mended(versions: tuple[str, ...]) -> str:
    return f"rättad i {', '.join(versions)}" if versions else "ingen rättad version finns"


def ask(locked: dict[str, str]) -> str:
    """pip-audit's answer about the packages, as it came; empty when it has none."""
    with tempfile.TemporaryDirectory() as folder:
        # Without its markers: a package that only another platform installs is asked about as well.
        path = Path(folder) / "requirements.txt"
        path.write_text("".join(f"{name}=={version}\n" for name, version in locked.items()), encoding="utf-8")
        command = [sys.executable, "-m", "pip_audit", "--requirement", str(path), "--disable-pip", "--no-deps"]
        options = ["--format", "json", "--progress-spinner", "off"]
        answer = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    if not answer.stdout:
        print(answer.stderr[-500:], file=sys.stderr)
    return answer.stdout


def main() -> int:
    """Ask about every locked package, say what came of it, and give the exit code."""
    locked = pins(DEVELOPMENT)
    audit = read(ask(locked), set(locked))
    print("\n".join(sentences(audit, set(pins(RUNTIME)))))
    return audit.exit_code


if __name__ == "__main__":
    sys.exit(main())
