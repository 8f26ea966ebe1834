"""What a register is, as data: fields, words, scales, and the tables made of them."""
