"""Earlier years' answers from Excel."""

from data.store import Store


def history_section(store: Store) -> None:
    """Placeholder until the service is there."""
