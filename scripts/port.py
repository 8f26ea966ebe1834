"""Whether a port is free: told in Swedish before the server is started, which would say it in English and end."""

import errno
import socket
import sys


def busy_sentence(port: int) -> str:
    """Why the program can't be served on a port of this computer; empty where it can."""
    with socket.socket() as probe:
        # As the server does: a port that was just left is free.
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OverflowError:
            return f"{port} är ingen port. Välj ett tal mellan 1024 och 65535."
        except OSError as error:
            if error.errno == errno.EACCES:
                return f"Port {port} får inte användas. Välj en annan, till exempel: make run PORT=8600"
            return (
                f"Port {port} används redan. Troligen är Mognadskollen redan i gång: öppna http://127.0.0.1:{port}, "
                "eller stoppa det först. Är det ett annat program, välj en annan port: make run PORT=8600"
            )
    return ""


def main(arguments: list[str]) -> int:
    """Exit code 1, and the sentence, where the port can't be used."""
    sentence = busy_sentence(int(arguments[0]))
    if sentence:
        sys.stderr.write(f"{sentence}\n")
    return 1 if sentence else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
