"""Registers of risks, incidents, units …: recognising, mapping and typing the Excel files they arrive in.

Pure: a workbook goes in, a ``Reading`` comes out. Nothing here knows of the store.
"""

from data.registers.definitions.library import all_registers, find_register

__all__ = ["all_registers", "find_register"]
