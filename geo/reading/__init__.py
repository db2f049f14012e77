"""Report text in; toponyms, actors, dates, quantities and event mentions out."""
