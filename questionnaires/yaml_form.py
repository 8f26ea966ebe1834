"""A questionnaire as the YAML text that ``questionnaires.check`` reads back equal."""

from decimal import Decimal
from typing import Any

import yaml

from questionnaires.library import canonical
from questionnaires.model import NOTE_PREFIX, Questionnaire
from questionnaires.roles import OTHER

_NUMBERS = ("value", "weight", "share", "answered_share", "not_applicable_counts_as")
_WIDTH = 110


class _Dumper(yaml.SafeDumper):
    """Numbers as they stand, exact; texts of several lines as blocks where YAML allows it."""


def _number(dumper: _Dumper, value: Decimal) -> yaml.Node:
    plain = format(value, "f")
    return dumper.represent_scalar(f"tag:yaml.org,2002:{'float' if '.' in plain else 'int'}", plain)


def _text(dumper: _Dumper, value: str) -> yaml.Node:
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Dumper.add_representer(Decimal, _number)
_Dumper.add_representer(str, _text)


def to_yaml(questionnaire: Questionnaire) -> str:
    """The file's text: keys in the model's order, values left out that equal the defaults, notes after."""
    content = canonical(questionnaire)
    if questionnaire.settings.role != OTHER:
        content["settings"]["role"] = questionnaire.settings.role
    blocks = ("settings", "areas", "choices", "survey", "levels")
    notes = {key: content[key] for key in sorted(content.keys() - set(blocks))}
    ordered: dict[str, Any] = notes | {key: _exact(content[key]) for key in blocks if key in content}
    return yaml.dump(ordered, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=_WIDTH)


def _exact(block: Any) -> Any:
    """The decimals' texts as decimals, the notes last and by name (in a sheet they have no order of their own)."""
    if isinstance(block, list):
        return [_exact(row) for row in block]
    ordered = sorted(block, key=lambda key: (True, key) if key.startswith(NOTE_PREFIX) else (False, ""))
    return {key: Decimal(block[key]) if key in _NUMBERS else block[key] for key in ordered}
