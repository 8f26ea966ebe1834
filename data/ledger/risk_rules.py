"""What is open, what is overdue (*försenad*), and which class of risk is the higher one: one rule each, as SQL.

Every figure, every standing check of a register and every sentence rests on these macros. Their words on screen are in
``metrics/registers/overdue_words.py``. Null where a missing status or date lets nothing be said.

* Open: status open or in progress. What is accepted, closed or cancelled is not.
* Overdue: open, and due before ``on_day``, which is the date of the row's own file: an older file says nothing of the
  days after it, and what is due on a day has all of that day.
"""

RISK_MACROS = (
    "CREATE MACRO class_rank(risk_class) AS list_position(['low', 'medium', 'high', 'extreme'], risk_class)",
    "CREATE MACRO is_open(status) AS status IN ('open', 'in_progress')",
    "CREATE MACRO is_overdue(status, due, on_day) AS is_open(status) AND due < on_day",
)
