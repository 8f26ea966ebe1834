"""A file that is made at the press is made outside the page's run: what makes it may not ask for the session.

What a download is given is followed through the functions of ``pages/`` that it calls, by name. A lambda's own words
are read too; what a ``partial`` is given is not called, unless it is a function.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.test_house import ROOT

HANDING_OUT = ("download", "template")
OWN = ROOT / "pages" / "frame" / "small_files.py"


@dataclass(frozen=True)
class Module:
    """A file of ``pages/``: its functions by name, and where its imported names come from."""

    path: Path
    tree: ast.Module
    functions: dict[str, ast.FunctionDef]
    imports: dict[str, str]


def module(path: Path) -> Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = {node.name: node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    imports = {
        alias.name: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "pages"
        for alias in node.names
    }
    return Module(path, tree, functions, imports)


def modules(root: Path) -> dict[str, Module]:
    """Dotted name → file."""
    return {
        ".".join(path.relative_to(root).with_suffix("").parts): module(path) for path in (root / "pages").rglob("*.py")
    }


def handed_out(held: Module) -> Iterator[tuple[ast.FunctionDef, ast.expr]]:
    """Each thing that is to be a file, with the function that it stands in."""
    for function in held.functions.values():
        for node in ast.walk(function):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in HANDING_OUT and held.path != OWN:
                yield function, node.args[1]


def makers(given: ast.AST, function: ast.FunctionDef) -> Iterator[ast.AST]:
    """What will be run: a lambda, and every name that may stand for a function."""
    if isinstance(given, ast.Lambda):
        yield given
    elif isinstance(given, ast.Call) and getattr(given.func, "id", "") == "partial":
        for argument in given.args:
            yield from makers(argument, function)
    elif isinstance(given, ast.Tuple):
        for element in given.elts:
            yield from makers(element, function)
    elif isinstance(given, ast.Name):
        if given.id not in own_names(function):
            yield given
        for value in assigned(given.id, function):
            yield from makers(value, function)


def own_names(node: ast.AST) -> set[str]:
    """The parameters and variables of a function or lambda, which hide a function of the same name."""
    parameters = {part.arg for part in ast.walk(node) if isinstance(part, ast.arg)}
    return parameters | {part.id for part in ast.walk(node) if isinstance(part, ast.Name) and _is_set(part)}


def _is_set(name: ast.Name) -> bool:
    return isinstance(name.ctx, ast.Store)


def assigned(name: str, function: ast.FunctionDef) -> Iterator[ast.expr]:
    """What a name of a function is given there."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and _sets(name, *node.targets):
            yield node.value
        elif isinstance(node, ast.For) and _sets(name, node.target):
            yield node.iter


def _sets(name: str, *targets: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and part.id == name for target in targets for part in ast.walk(target))


def uses_session(name: str, start: ast.AST, every: dict[str, Module]) -> list[str]:
    """Where ``st`` is asked for, in the start or in what it calls."""
    waiting, seen, users = [(name, start)], set[tuple[str, str]](), []
    while waiting:
        place, node = waiting.pop()
        hidden = own_names(node) if isinstance(node, ast.FunctionDef | ast.Lambda) else set()
        for part in ast.walk(node):
            if not isinstance(part, ast.Name) or part.id in hidden:
                continue
            if part.id == "st":
                users.append(f"{place}:{part.lineno}")
            target = every[place].imports.get(part.id, place)
            called = every[target].functions.get(part.id) if target in every else None
            if called is not None and called is not node and (target, part.id) not in seen:
                seen.add((target, part.id))
                waiting.append((target, called))
    return users


def users(root: Path) -> list[str]:
    every = modules(root)
    return sorted(
        {
            user
            for name, held in every.items()
            for function, given in handed_out(held)
            for maker in makers(given, function)
            for user in uses_session(name, maker, every)
        }
    )


def test_what_makes_a_file_asks_for_no_session():
    count = sum(len(list(handed_out(held))) for held in modules(ROOT).values())
    assert count > 15
    assert users(ROOT) == []


def test_a_session_in_what_makes_a_file_is_found(tmp_path):
    (tmp_path / "pages" / "frame").mkdir(parents=True)
    (tmp_path / "pages" / "frame" / "own.py").write_text(
        "import streamlit as st\ndef whose():\n    return st.session_state['x']\n", encoding="utf-8"
    )
    (tmp_path / "pages" / "a.py").write_text(
        "from functools import partial\nimport streamlit as st\nfrom pages.frame.own import whose\n"
        "def made(kind):\n    return whose().encode()\n"
        "def drawn(rows):\n    st.write(1)\n    made_of, name = partial(made, 'x'), 'a.txt'\n"
        "    download('Hämta', made_of, name)\n    template('Mall', lambda: st.session_state['y'], 'b.txt', 'k')\n"
        "    download('Hämta', rows, 'c.txt')\n",
        encoding="utf-8",
    )
    assert users(tmp_path) == ["pages.a:10", "pages.frame.own:3"]
