"""What the worker does for reports."""

from maudao.reports import jobs, make
from maudao.reports.models import Report


def test_every_launched_part_gets_its_report_and_a_second_run_finds_nothing(union):
    make.campaign(union.province)
    assert jobs.open_expected() == 6
    assert jobs.open_expected() == 0
    assert Report.objects.count() == 6
