"""The fixed small union that tests of every app use."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client, override_settings
from hypothesis import settings
from pytest_django.plugin import DjangoDbBlocker

from maudao.accounts.models import User
from maudao.messaging.make import clear_jobs
from maudao.organization import make
from maudao.organization.models import Unit
from maudao.organization.rules import Role, UnitKind

settings.register_profile("maudao", deadline=None)  # a busy machine is slow, not wrong
settings.load_profile("maudao")


@dataclass(frozen=True)
class Union:
    """A confederation, two provinces; the first has a commune union with three grassroots unions, and one directly.

    confederation ─ province ─ commune ─ school (30 members), factory (200), hospital (70)
                  │          └ clinic (12, directly under the province)
                  └ stranger ─ strange_factory (50)
    """

    confederation: Unit
    province: Unit
    commune: Unit
    school: Unit
    factory: Unit
    hospital: Unit
    clinic: Unit
    stranger: Unit
    strange_factory: Unit


@pytest.fixture(scope="session", autouse=True)
def _quick_passwords() -> Iterator[None]:
    """Hash passwords quickly: the real hasher takes half a second by design."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(autouse=True)
def _no_jobs_left(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Take away the jobs that a committing test queued: Django's flush leaves procrastinate's tables alone."""
    yield
    if "transactional_db" in request.fixturenames or "live_server" in request.fixturenames:
        with django_db_blocker.unblock():
            clear_jobs()


@pytest.fixture
def union(db: None) -> Union:
    confederation = make.unit(
        None, "TLD", kind=UnitKind.CONFEDERATION, name="Tổng Liên đoàn thử", short_name="TLĐ"
    )
    province = make.unit(
        confederation,
        "MT",
        kind=UnitKind.PROVINCE,
        name="Liên đoàn Lao động tỉnh Mường Thử",
        short_name="LĐLĐ",
    )
    commune = make.unit(
        province, "MT-XP-01", kind=UnitKind.COMMUNE, name="Công đoàn xã Mường Một", short_name="CĐX"
    )
    stranger = make.unit(confederation, "LL", kind=UnitKind.PROVINCE, name="Liên đoàn Lao động tỉnh Lạ")
    return Union(
        confederation=confederation,
        province=province,
        commune=commune,
        school=make.unit(commune, "MT-CS-001", name="CĐCS Trường tiểu học Ánh Dương", members=30),
        factory=make.unit(commune, "MT-CS-002", name="CĐCS Công ty may Bình Minh", members=200),
        hospital=make.unit(commune, "MT-CS-003", name="CĐCS Bệnh viện đa khoa", members=70),
        clinic=make.unit(province, "MT-CS-004", name="CĐCS Trung tâm Y tế", members=12),
        stranger=stranger,
        strange_factory=make.unit(stranger, "LL-CS-001", name="CĐCS Nhà máy lạ", members=50),
    )


@pytest.fixture
def officer(union: Union) -> User:
    """The province's officer."""
    return make.holder("officer", union.province)


@pytest.fixture
def commune_officer(union: Union) -> User:
    """The commune union's officer."""
    return make.holder("commune", union.commune)


@pytest.fixture
def chair(union: Union) -> User:
    """The factory's chair."""
    return make.holder("chair", union.factory, Role.CHAIR)


@pytest.fixture
def stranger(union: Union) -> User:
    """An officer of another province."""
    return make.holder("stranger", union.stranger)


@pytest.fixture
def as_user(client: Client):  # type: ignore[no-untyped-def]  # a fixture of a function
    """Return a function that signs a user in and gives the client."""

    def sign_in(user: User) -> Client:
        client.force_login(user)
        return client

    return sign_in
