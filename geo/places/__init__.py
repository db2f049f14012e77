"""Toponyms to locations: gazetteer, candidates, context of the report, footprints."""
