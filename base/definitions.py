"""Loading definition files (YAML): every error collected, none thrown at the first."""

import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

from base.errors import Problem

# libyaml is in every wheel of PyYAML, but need not be in one that was built from source.
if yaml.__with_libyaml__:
    from yaml import CSafeLoader as FastLoader
else:
    from yaml import SafeLoader as FastLoader  # type: ignore[assignment]  # it is made and asked in the same way

Model = TypeVar("Model", bound=BaseModel)


class FrozenModel(BaseModel):
    """A frozen part of a file; unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Definitions(SafeConstructor, Resolver):
    """Safe values, and what keys are repeated instead of only the last of them."""

    repeated: tuple[tuple[str, int], ...] = ()

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key_node, _ in node.value:
            key = str(key_node.value)
            if key in seen:
                self.repeated += ((key, key_node.start_mark.line + 1),)
            seen.add(key)
        return super().construct_mapping(node, deep)


# "on", "off", "yes", "no", "ja" … are words of a form, not truth values: only true and false are.
_Definitions.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in ("tag:yaml.org,2002:bool", "tag:yaml.org,2002:timestamp")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_BOOLEAN = re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$")
_Definitions.add_implicit_resolver("tag:yaml.org,2002:bool", _BOOLEAN, list("tTfF"))


class _AnyLoader(_Definitions, yaml.SafeLoader):
    """For a text from anyone: Python's own limit ends nesting without end, where libyaml ends the process."""


class _OwnLoader(_Definitions, FastLoader):
    """For the program's own files: read eight times faster by libyaml."""


def load_yaml(text: str, file: str, *, own: bool = False) -> tuple[Any, list[Problem]]:
    """Parse a YAML text; ``own``: it comes with the program, and is read faster.

    Returns the raw value (None when it can't be parsed) and the problems:
    ``yaml_syntax`` or ``duplicate_key``.
    """
    try:
        loader = _OwnLoader(text) if own else _AnyLoader(text)
        raw = loader.get_single_data()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f"rad {mark.line + 1}" if mark else ""
        return None, [Problem(file, line, "yaml_syntax", f"Filen går inte att läsa som YAML ({line or 'okänd rad'}).")]
    problems = [
        Problem(file, f"rad {line}", "duplicate_key", f"Nyckeln ”{key}” står två gånger i samma block.")
        for key, line in loader.repeated
    ]
    return raw, problems


_MESSAGES = {
    "missing": "Värdet saknas.",
    "extra_forbidden": "Nyckeln är okänd.",
    "string_type": "Här ska stå en text.",
    "int_type": "Här ska stå ett heltal.",
    "int_parsing": "Här ska stå ett heltal.",
    "bool_type": "Här ska stå true eller false.",
    "list_type": "Här ska stå en lista.",
    "dict_type": "Här ska stå ett block med nycklar.",
    "model_type": "Här ska stå ett block med nycklar.",
}


def validate(model: type[Model], raw: Any, file: str) -> tuple[Model | None, list[Problem]]:
    """Check a raw value against a model; every fault becomes a ``Problem``.

    Problem codes are pydantic's error types (``missing``, ``extra_forbidden``,
    ``string_pattern_mismatch`` …); the messages are Swedish.
    """
    try:
        return model.model_validate(raw), []
    except ValidationError as error:
        return None, [
            Problem(
                file, _path(fault["loc"]), fault["type"], _message(fault["type"], fault.get("ctx", {}), fault["msg"])
            )
            for fault in error.errors()
        ]


def read_definition(model: type[Model], path: Path) -> tuple[Model | None, list[Problem]]:
    """Read one of the program's definition files; see ``load_yaml`` and ``validate``."""
    raw, problems = load_yaml(path.read_text(encoding="utf-8"), path.name, own=True)
    if raw is None:
        return None, problems or [Problem(path.name, "", "empty", "Filen är tom.")]
    checked, faults = validate(model, raw, path.name)
    return checked, problems + faults


def _path(location: tuple[int | str, ...]) -> str:
    text = ""
    for part in location:
        text += f"[{part}]" if isinstance(part, int) else (f".{part}" if text else part)
    return text


def _message(kind: str, context: dict[str, Any], original: str) -> str:
    if kind in _MESSAGES:
        return _MESSAGES[kind]
    if kind in ("literal_error", "enum"):
        return f"Värdet ska vara något av: {context.get('expected', '')}."
    if kind == "string_pattern_mismatch":
        return "Ett namn skrivs med små bokstäver a–z, siffror och understreck."
    if kind == "value_error":
        return str(context.get("error", original))
    return f"Värdet går inte att använda ({kind})."
