"""A questionnaire as the sheets of a workbook, in and out."""
