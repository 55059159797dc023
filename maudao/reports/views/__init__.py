"""Pages of reports, thin: one domain call each."""
