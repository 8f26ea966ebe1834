"""Where the store lies and with which key it is opened."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from base.errors import MognadError

ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT_STORE = ROOT / "var" / "mognadskollen.duckdb"
DEMO_STORE = ROOT / "var" / "demo.duckdb"


@dataclass(frozen=True, slots=True)
class Settings:
    """What opening a store needs.

    ``key`` None means an unencrypted store. ``backup_dir`` is the one folder,
    besides the store's own file, that the database may touch.
    """

    store: Path
    key: str | None
    backup_dir: Path


def settings_from_env(environ: Mapping[str, str], store: Path | None = None) -> Settings:
    """Read ``MOGNAD_STORE``, ``MOGNAD_KEY``, ``MOGNAD_KEY_FILE`` and ``MOGNAD_BACKUP_DIR``.

    ``store`` goes before ``MOGNAD_STORE``. Raises ``key_file_unreadable``.
    """
    path = (store or Path(environ.get("MOGNAD_STORE") or DEFAULT_STORE)).expanduser().resolve()
    backups = Path(environ.get("MOGNAD_BACKUP_DIR") or path.parent / "backups").expanduser().resolve()
    return Settings(path, _key(environ), backups)


def _key(environ: Mapping[str, str]) -> str | None:
    if key := environ.get("MOGNAD_KEY"):
        return key
    named = environ.get("MOGNAD_KEY_FILE")
    if not named:
        return None
    try:
        key = Path(named).expanduser().read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        key = ""
    if not key:
        raise MognadError(
            "key_file_unreadable",
            "Nyckelfilen som MOGNAD_KEY_FILE pekar på går inte att läsa eller är tom. Rätta sökvägen och försök igen.",
        )
    return key
