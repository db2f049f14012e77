"""Events to HTML: the live explorer, the standalone map file and the notebook view.

Import from the modules: `maps.page`, `maps.payload`, `maps.notebook`, `maps.assets`.
"""
