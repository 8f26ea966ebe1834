"""The JSON Schema for editors of a register. ``python -m data.registers.definitions.schema`` renews it."""

import json
from pathlib import Path
from typing import Any

from data.registers.definitions.model import Register

SCHEMA_FILE = Path(__file__).parent / "schema.json"


def json_schema() -> dict[str, Any]:
    """The schema of a register file, from the model."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Register.model_json_schema()}


def schema_text() -> str:
    """The schema as the file holds it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
