"""Get a Chromium for the browser tests where it can be had: `make browser`.

In order: one that is there already, Debian's package (as root), Playwright's own
download. Where none can be had this is said loudly, and setup goes on: only the
browser tests need it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# libatomic1 is for Playwright's own driver, which a bare Debian can't start.
PACKAGES = ("chromium", "fonts-dejavu-core", "libatomic1")


def find_chromium() -> str | None:
    """The path of a Chromium that Playwright can drive: ``CHROMIUM``, on the path, or Playwright's own.

    None if there is none, or if Playwright itself doesn't run here.
    """
    own = _playwrights_own()
    if own is None:
        return None
    named = os.environ.get("CHROMIUM")
    if named and Path(named).is_file():
        return named
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return own or None


def _playwrights_own() -> str | None:
    """Where Playwright has its Chromium; empty when it has none, None when Playwright doesn't run."""
    # In a process of its own: a driver that can't start takes its caller's event loop with it.
    asking = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    try:
        told = subprocess.run([sys.executable, "-c", asking], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    path = told.stdout.strip()
    return path if Path(path).is_file() else ""


def main() -> int:
    """Find or get a Chromium; always 0."""
    found = find_chromium()
    if not found and shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("Hämtar Debians Chromium …", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        _run(["apt-get", "update", "-q"], quiet)
        _run(["apt-get", "install", "-y", "-q", "--no-install-recommends", *PACKAGES], quiet)
        found = find_chromium()
    if not found:
        print("Hämtar Playwrights Chromium …", flush=True)
        _run([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))
        found = find_chromium()
    if found:
        print(f"Chromium: {found}")
    else:
        print("=" * 78)
        print("INGEN CHROMIUM. Webbläsartesterna körs inte på den här datorn; make test namnger dem.")
        print("Installera Chromium själv, eller peka ut en med CHROMIUM=/sökväg/chromium.")
        print("=" * 78)
    return 0


def _run(command: list[str], environment: dict[str, str]) -> None:
    try:
        subprocess.run(command, env=environment, check=False, timeout=900)
    except (OSError, subprocess.TimeoutExpired) as error:
        print(f"{command[0]}: {error}")


if __name__ == "__main__":
    sys.exit(main())
