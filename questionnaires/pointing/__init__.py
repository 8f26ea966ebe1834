"""A questionnaire out of any workbook, by pointing at its columns."""
