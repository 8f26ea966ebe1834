"""What ``cli.py`` offers, by what it is about."""
