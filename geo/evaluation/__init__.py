"""How right the readings are, against annotated reports."""
