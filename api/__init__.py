"""The service and the command line: they put `geo` and `maps` together."""
