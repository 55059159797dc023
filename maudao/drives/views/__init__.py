"""Pages about donation days."""
