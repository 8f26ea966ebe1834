"""A workbook and a whole mapping in, typed rows and everything there is to tell about them out."""
