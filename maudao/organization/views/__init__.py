"""The pages of a unit: its tree, history, offices, audit, lists and reorganisations."""
