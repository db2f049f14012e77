"""Tellings of one event in several reports become one event; see docs/decisions/0008."""
