"""The pages a person sees: one script each, and ``parts`` that they share."""
