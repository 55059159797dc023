"""Pages about donors."""
