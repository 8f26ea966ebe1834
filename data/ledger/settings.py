"""Where the store lies and with which key it is opened."""

import codecs
import hashlib
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
    return read_key(Path(named).expanduser())


def read_key(path: Path) -> str:
    """The key in a file of UTF-8, with or without a byte order mark. Raises ``key_file_unreadable``."""
    try:
        content = path.read_bytes()
    except OSError:
        content = b""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise _not_utf8(path, "UTF-16 (”Unicode” i Anteckningar)")
    try:
        key = content.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise _not_utf8(path, "en äldre kodning (”ANSI” i Anteckningar)") from error
    if not key:
        raise MognadError(
            "key_file_unreadable",
            "Nyckelfilen som MOGNAD_KEY_FILE pekar på går inte att läsa eller är tom. Rätta sökvägen och försök igen.",
        )
    return key


def key_fingerprint(key: str) -> str:
    """A key's mark, so that two people can compare theirs without showing them: ``3f2a 91c0``.

    Made slowly, and short: it tells too little to search for the key with.
    """
    mark = hashlib.scrypt(key.encode(), salt=b"mognadskollen key fingerprint", n=2**14, r=8, p=1, dklen=4).hex()
    return f"{mark[:4]} {mark[4:]}"


def _not_utf8(path: Path, encoding: str) -> MognadError:
    return MognadError(
        "key_file_unreadable",
        f"Nyckelfilen {path.name} är sparad som {encoding}. Spara den som UTF-8 och försök igen.",
    )
