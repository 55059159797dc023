"""Who did what: an action records itself here, in its own transaction."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from maudao.accounts.models import User
from maudao.organization.models import AuditEntry, Unit


@dataclass(frozen=True)
class Actor:
    """Who acts: a signed-in person, or the system (a job, a command) under a name of its own."""

    user: User | None
    label: str

    @classmethod
    def of(cls, user: User) -> "Actor":
        """Return the actor for a signed-in person."""
        return cls(user, user.full_name or user.username)


def system(name: str) -> Actor:
    """Return the actor for a job or a command, as the journal shows it: `system("Hệ thống (đọc văn bản)")`."""
    return Actor(None, name)


def record(
    action: str,
    subject: models.Model,
    *,
    actor: Actor,
    at: datetime,
    unit: Unit | None = None,
    changes: dict[str, Any] | None = None,
) -> AuditEntry:
    """Add one audit entry.

    `changes` is JSON: names to new values, or to `[before, after]`; never secrets or health facts.
    """
    return AuditEntry.objects.create(
        at=at,
        actor=actor.user,
        actor_label=actor.label[:120],
        action=action,
        unit=unit,
        subject=f"{subject._meta.label}:{subject.pk}",
        changes=changes or {},
    )
