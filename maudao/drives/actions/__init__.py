"""Writes about donation days: one function, one transaction, one audit entry."""
