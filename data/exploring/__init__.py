"""What *Utforska* keeps, and SQL over tables that are never stored."""
