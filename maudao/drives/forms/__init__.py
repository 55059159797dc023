"""Shapes of what is typed about donation days."""
