"""A port in use is told of before the server is started."""

import socket

from scripts.port import busy_sentence, main


def test_a_port_in_use_is_told_with_its_likely_cause(capsys) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        assert main([str(port)]) == 1
        assert capsys.readouterr().err == (
            f"Port {port} används redan. Troligen är Mognadskollen redan i gång: öppna http://127.0.0.1:{port}, "
            "eller stoppa det först. Är det ett annat program, välj en annan port: make run PORT=8600\n"
        )
    assert (busy_sentence(port), main([str(port)])) == ("", 0)


def test_what_is_no_port() -> None:
    assert busy_sentence(70_000) == "70000 är ingen port. Välj ett tal mellan 1024 och 65535."
