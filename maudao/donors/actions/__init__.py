"""Writes about donors: one function, one transaction, one audit entry."""
