"""Names that are like a word: what somebody may have meant."""

from collections.abc import Callable, Iterable
from difflib import get_close_matches


def near(
    word: str, options: Iterable[str], most: int = 1, cutoff: float = 0.6, fold: Callable[[str], str] = str.casefold
) -> list[str]:
    """The options most like a word, the likest first; none may be. ``fold`` takes away what makes no difference."""
    folded = {fold(option): option for option in options}
    return [folded[key] for key in get_close_matches(fold(word), list(folded), n=most, cutoff=cutoff)]
