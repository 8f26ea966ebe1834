"""Answer sheets (*svarsblad*): a measurement's questions in workbooks, for those who can't log in, out and in again."""
