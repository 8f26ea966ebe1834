"""The JSON Schema that editors use while a questionnaire is written. ``python -m questionnaires.schema`` renews it."""

import json
from pathlib import Path
from typing import Any

from questionnaires.model import NOTE_PREFIX, Questionnaire

SCHEMA_FILE = Path(__file__).parent / "schema.json"
_BOUNDS = {"gt": "exclusiveMinimum", "ge": "minimum", "le": "maximum"}


def json_schema() -> dict[str, Any]:
    """The schema of a questionnaire file, from the model."""
    schema = _standard_bounds(Questionnaire.model_json_schema(by_alias=True, mode="validation"))
    for part in (schema, *schema["$defs"].values()):
        # In the model extra keys are open, so that notes can be kept; in a file only notes are extra.
        part["additionalProperties"] = False
        part["patternProperties"] = {f"^{NOTE_PREFIX}": {"type": "string", "description": "The author's own note."}}
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _standard_bounds(node: Any) -> Any:
    """Pydantic writes bounds on decimals under its own words; editors know the standard's."""
    if isinstance(node, dict):
        return {_BOUNDS.get(key, key): _standard_bounds(value) for key, value in node.items()}
    return [_standard_bounds(value) for value in node] if isinstance(node, list) else node


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
