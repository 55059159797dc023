"""Shapes of what campaign pages take in."""

from maudao.campaigns.forms.activity import ActivityForm
from maudao.campaigns.forms.allocation import GridInput, GridOptions, QuotaForm
from maudao.campaigns.forms.campaign import CampaignForm
from maudao.campaigns.forms.direction import ChosenForm, DraftForm, IssueForm, UploadForm
from maudao.campaigns.forms.filters import LACKING, ChildFilter
from maudao.campaigns.forms.launch import LaunchForm

__all__ = [
    "LACKING",
    "ActivityForm",
    "CampaignForm",
    "ChildFilter",
    "ChosenForm",
    "DraftForm",
    "GridInput",
    "GridOptions",
    "IssueForm",
    "LaunchForm",
    "QuotaForm",
    "UploadForm",
]
