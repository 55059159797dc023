"""Writes on campaigns: one function, one transaction, one audit entry."""

from maudao.campaigns.actions.activities import HeldInFuture, KeyTaken, record_activity, withdraw_activity
from maudao.campaigns.actions.allocating import (
    Allocated,
    NotAChild,
    NotAllocatable,
    StaleAllocation,
    allocate,
    set_quota,
)
from maudao.campaigns.actions.closing import NotLaunched, close_campaign, reopen_campaign
from maudao.campaigns.actions.creating import (
    AlreadyLaunched,
    CampaignExists,
    DraftIncomplete,
    DraftWrong,
    NotRegistered,
    create_campaign,
    revise_campaign,
)
from maudao.campaigns.actions.evidence import (
    EvidenceFile,
    EvidenceLink,
    EvidencePhoto,
    EvidenceRefused,
    Piece,
)
from maudao.campaigns.actions.facts import erase_facts, record_facts
from maudao.campaigns.actions.holding import CampaignClosed, FiguresLocked, PartClosed, share
from maudao.campaigns.actions.launching import OutsideCampaign, launch
from maudao.campaigns.actions.locking import lock_figures, release_figures
from maudao.campaigns.actions.replying import (
    DirectedInFuture,
    NotIssued,
    NotOfUnit,
    acknowledge,
    direct,
    draft_direction,
    keep_direction_file,
)
from maudao.campaigns.actions.superseding import NotSuperseding, supersede

__all__ = [
    "Allocated",
    "AlreadyLaunched",
    "CampaignClosed",
    "CampaignExists",
    "DirectedInFuture",
    "DraftIncomplete",
    "DraftWrong",
    "EvidenceFile",
    "EvidenceLink",
    "EvidencePhoto",
    "EvidenceRefused",
    "FiguresLocked",
    "HeldInFuture",
    "KeyTaken",
    "NotAChild",
    "NotAllocatable",
    "NotIssued",
    "NotLaunched",
    "NotOfUnit",
    "NotRegistered",
    "NotSuperseding",
    "OutsideCampaign",
    "PartClosed",
    "Piece",
    "StaleAllocation",
    "acknowledge",
    "allocate",
    "close_campaign",
    "create_campaign",
    "direct",
    "draft_direction",
    "erase_facts",
    "keep_direction_file",
    "launch",
    "lock_figures",
    "record_activity",
    "record_facts",
    "release_figures",
    "reopen_campaign",
    "revise_campaign",
    "set_quota",
    "share",
    "supersede",
    "withdraw_activity",
]
