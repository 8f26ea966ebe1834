"""What stands around the table that is read, and is not read with it: every part of it is told."""

from base.formats import column_letter
from data.registers.definitions.model import Register
from data.registers.finding.header import HeaderFinder, Layout
from data.registers.finding.period_columns import period_headers
from data.registers.finding.recognition import find_register_table
from data.registers.values.messages import RowIssue, row_issue
from data.registers.values.sheet import View, Views
from files.grid import Workbook

_OTHER_SHEETS_ROWS = 100
_MOST_PERIODS = 12


def letter_of(view: View, index: int) -> str:
    """The column's letter in the file."""
    return column_letter(view.sheet.column_number(index))


def surroundings(
    workbook: Workbook, view: View, layout: Layout, register: Register | None, views: Views
) -> list[RowIssue]:
    """Repeated headers, tables beside the table, columns of several periods, hidden sheets and sheets alike."""
    header_row = view.sheet.row_number(layout.row)
    issues = [
        row_issue("duplicate_header", header_row, heading.header, heading.header, place=letter_of(view, heading.index))
        for heading in layout.split()[1]
    ]
    for first, last in layout.others:
        place = "–".join(dict.fromkeys((letter_of(view, first), letter_of(view, last))))
        issues.append(row_issue("other_table", header_row, place=place))
    labels = list(dict.fromkeys(named.label for named in period_headers(layout).values()))
    if labels:
        shown = ", ".join(labels[:_MOST_PERIODS]) + (" …" if len(labels) > _MOST_PERIODS else "")
        issues.append(row_issue("several_periods", header_row, periods=shown))
    return issues + _other_sheets(workbook, view, register, views)


def _other_sheets(workbook: Workbook, view: View, register: Register | None, views: Views) -> list[RowIssue]:
    issues = []
    for sheet in workbook.sheets:
        is_read = sheet is view.sheet
        if not sheet.visible and sheet.n_rows:
            issues.append(row_issue("hidden_sheet" if is_read else "hidden_sheet_unread", raw=sheet.name))
        elif not is_read and register and sheet.n_rows:
            table = find_register_table(HeaderFinder(views.of(sheet), _OTHER_SHEETS_ROWS), register, sure=True)
            if table is not None and table.n_rows:
                issues.append(row_issue("other_sheet", raw=sheet.name, field=register.label.lower()))
    return issues
