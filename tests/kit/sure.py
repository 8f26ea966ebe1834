"""What a test is sure of, said so that the type checker knows it too: a miss fails where it is."""

from typing import TypeVar

from base.errors import Issue, MognadError

T = TypeVar("T")


def sure(value: T | None) -> T:
    """The value, which is there."""
    assert value is not None
    return value


def issues_of(error: MognadError) -> list[Issue]:
    """An error's issues, each of which tells its row and column."""
    issues = [issue for issue in error.issues if isinstance(issue, Issue)]
    assert len(issues) == len(error.issues)
    return issues
