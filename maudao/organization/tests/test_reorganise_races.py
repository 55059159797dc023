"""Two who apply the same decision at the same moment apply it once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from maudao.organization import make
from maudao.organization.models import AuditEntry, Placement, Reorganisation, Unit
from maudao.organization.rules import UnitKind
from maudao.organization.tests import decisions


def _apply(_attempt: int) -> int:
    try:
        return decisions.apply(decisions.TRANSFER).pk
    finally:
        connections.close_all()


@pytest.fixture
def clinic(transactional_db: None) -> Unit:
    province = make.unit(None, "MT", kind=UnitKind.PROVINCE)
    make.unit(province, "MT-XP-01", kind=UnitKind.COMMUNE)
    return make.unit(province, "MT-CS-004", members=12)


@pytest.mark.slow
def test_decision_applied_by_several_at_once_is_applied_once(clinic: Unit) -> None:
    with ThreadPoolExecutor(4) as threads:
        applied = set(threads.map(_apply, range(4)))
    assert applied == {Reorganisation.objects.get().pk}
    assert AuditEntry.objects.filter(action="reorganise").count() == 1
    assert Placement.objects.filter(unit=clinic).count() == 2
