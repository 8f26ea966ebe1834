"""What tests share: towns, forms, workbooks and answer sheets made on the spot."""
