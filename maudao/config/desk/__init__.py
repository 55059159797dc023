"""A unit's desk: what waits there, how its campaigns stand, and who below has not acted yet."""

from maudao.config.desk.cards import CampaignCard, campaigns
from maudao.config.desk.deadline import Due, due
from maudao.config.desk.inbox import Item, inbox
from maudao.config.desk.parts import parts_of

__all__ = ["CampaignCard", "Due", "Item", "campaigns", "due", "inbox", "parts_of"]
