"""What single cells say: dates, numbers, periods, choices, personal numbers."""
