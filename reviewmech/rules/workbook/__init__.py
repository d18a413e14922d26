"""Questionnaires as sheets of a workbook, and back: what a lawyer edits in a spreadsheet."""
