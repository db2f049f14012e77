"""Where events are kept: the GeoPackage (the truth) and the read model made from it."""
