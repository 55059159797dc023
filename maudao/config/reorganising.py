"""What a reorganisation is told of the apps above the tree: every fact, and what is open (`REORGANISATION_HOOKS`)."""

from maudao.reports import queries as reports

totals = reports.totals
touched = reports.open_campaigns_and_reports_touched
