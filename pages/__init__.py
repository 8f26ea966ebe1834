"""The pages a person sees: one script each, and a folder per subject for what they are made of."""
