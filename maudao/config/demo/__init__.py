"""The sample campaign: from a directive to the consolidated report, on the sample union."""
