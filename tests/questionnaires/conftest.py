"""The small form that the files of ``invalid/`` are made from by one change."""

from pathlib import Path

import pytest

from questionnaires.library import load
from questionnaires.model import Questionnaire

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def small_form() -> Questionnaire:
    return load(HERE / "valid" / "base.yaml")
