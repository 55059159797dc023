"""What weight, bag and the measures of the day decide."""

from collections.abc import Iterator
from dataclasses import replace
from math import inf

from maudao.donors.rules.eligibility.facts import Facts
from maudao.donors.rules.eligibility.law import InForce, Rule
from maudao.donors.rules.vocabulary import DonationKind

#: Where no rule about bags is in force.
_BAGS = (250, 350, 450)


def refusals(facts: Facts, rules: InForce) -> Iterator[Rule]:
    """Return the rules that refuse by weight, bag, blood pressure, pulse or haemoglobin. Not known: not refused."""
    if _bag_is_too_large(facts, rules):
        yield from rules.of("bag")
    for part, refuses in _REFUSES.items():
        yield from (rule for rule in rules.of(part) if refuses(facts, rule))


def max_volume_ml(facts: Facts, rules: InForce) -> int | None:
    """Return the largest bag of whole blood that weight allows, whatever is wanted; 0: none; None: weight not known."""
    if facts.weight_kg is None:
        return None
    most = _most_ml(replace(facts, kind=DonationKind.WHOLE_BLOOD), rules, weight_kg=facts.weight_kg)
    bags = [bag for rule in rules.of("bag") for bag in rule.values["bags"]] or _BAGS
    return max((bag for bag in bags if bag <= most), default=0)


def _most_ml(facts: Facts, rules: InForce, *, weight_kg: float) -> float:
    """Return the most ml that weight allows; no limit is known where no rule is in force."""
    if any(_is_too_light(facts, rule) for rule in rules.of("weight")):
        return 0
    limits = (rule for rule in rules.of("volume") if _applies(rule, facts.kind_or_usual, weight_kg=weight_kg))
    return min((_ml(rule, weight_kg) for rule in limits), default=inf)


def _applies(rule: Rule, kind: str, *, weight_kg: float) -> bool:
    """Say whether a limit of volume is for this kind and weight: from_kg and to_kg with, below_kg without the end."""
    values = rule.values
    is_heavy_enough = weight_kg >= values.get("from_kg", 0)
    is_light_enough = weight_kg < values.get("below_kg", inf) and weight_kg <= values.get("to_kg", inf)
    return kind in values["kinds"] and is_heavy_enough and is_light_enough


def _ml(rule: Rule, weight_kg: float) -> float:
    most: float = min(rule.values["ml"], rule.values.get("ml_per_kg", inf) * weight_kg)
    return most


def _bag_is_too_large(facts: Facts, rules: InForce) -> bool:
    """Compare with the largest bag allowed, and what has no such bags (apheresis) with the ml allowed where more."""
    if facts.volume_ml is None or facts.weight_kg is None:
        return False
    most: float = max_volume_ml(facts, rules) or 0
    if not _is_bagged(facts, rules):
        most = max(most, _most_ml(facts, rules, weight_kg=facts.weight_kg))
    return facts.volume_ml > most


def _is_bagged(facts: Facts, rules: InForce) -> bool:
    return any(facts.kind_or_usual in rule.values["kinds"] for rule in rules.of("bag"))


def _is_too_light(facts: Facts, rule: Rule) -> bool:
    if facts.weight_kg is None or facts.kind_or_usual not in rule.values["kinds"]:
        return False
    least: float = rule.values[facts.sex.value]
    return facts.weight_kg < least


def _is_pressure_out(facts: Facts, rule: Rule) -> bool:
    high, low, limits = facts.systolic_mmhg, facts.diastolic_mmhg, rule.values
    is_high_out = high is not None and not limits["systolic_from"] <= high < limits["systolic_below"]
    is_low_out = low is not None and not limits["diastolic_from"] <= low < limits["diastolic_below"]
    return is_high_out or is_low_out


def _is_pulse_out(facts: Facts, rule: Rule) -> bool:
    pulse = facts.pulse_bpm
    return pulse is not None and not rule.values["from"] <= pulse <= rule.values["to"]


def _is_haemoglobin_low(facts: Facts, rule: Rule) -> bool:
    is_large = facts.volume_ml is not None and facts.volume_ml > rule.values["large_above_ml"]
    least: float = rule.values["large_from" if is_large else "from"]
    return facts.haemoglobin_g_l is not None and facts.haemoglobin_g_l < least


_REFUSES = {
    "weight": _is_too_light,
    "pressure": _is_pressure_out,
    "pulse": _is_pulse_out,
    "haemoglobin": _is_haemoglobin_low,
}
