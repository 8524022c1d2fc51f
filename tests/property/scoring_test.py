"""Random offices: score against an independent scorer in fractions (scorer.py, grader.py). The
driver itself compares scoring by columns, single changes and explanations with score."""

import json
import os
import subprocess
from collections import Counter
from fractions import Fraction
from random import Random

from grader import GroupScore
from random_office import Maker, literal

OFFICES = 2500
SEED = 20240229


def shown(value):
    return "-" if value is None or value == "" else value if isinstance(value, str) else (
        literal(Fraction(value)))


def expected(office, scheme, seen):
    """The driver's answer, each unit's notes and reasons sorted."""
    group = GroupScore(office, scheme)
    order = sorted(office.units, key=lambda code: (
        group.units[code].rank is None, group.units[code].rank or 0, office.units.index(code)))
    lines = []
    for code in order:
        unit = group.units[code]
        done = unit.total is not None
        seen["left out with its node"] += unit.left_out if done else 0
        grade = group.grade_ids[unit.grade] if done and unit.grade is not None else "-"
        published = unit.published if done else None
        lines.append(" ".join(["unit", code, shown(unit.total), shown(published),
                               str(unit.rank or "-"), grade, joined(unit.incomplete),
                               joined(unit.notes)]))
        points = sorted(unit.points.items())
        lines += [f"component {name} {shown(at)}" for name, at in points if at is not None]
        if done:
            lines += sorted("term " + " ".join(map(shown, term)) for term in unit.ledger())
    return lines


def joined(codes):
    return ",".join(sorted(codes)) or "-"


def normal(answer):
    """The driver's answer with unordered lists sorted and components without points left out."""
    blocks = [[]]
    for line in answer:
        if line.startswith("unit "):
            words = line.split(" ")
            words[6:] = [joined(text.split(",")) if text != "-" else "-" for text in words[6:]]
            blocks.append([" ".join(words)])
        elif not (line.startswith("component ") and line.endswith(" -")):
            blocks[-1].append(line)
    return [line for block in blocks if block for line in [block[0]] + sorted(block[1:])]


def changes(office, random):
    """Some figures, targets and states change, and what they concern is scored anew."""
    lines = []
    for _ in range(random.choice([0, 1, 2, 5])):
        for _ in range(random.choice([1, 1, 1, 3])):
            layer = random.choice([0, 0, 0, 1, 1, 2, 3, 4, 5])
            value = random.choice(["-", "0", "77.7", "100", "120.5", "0.000001", "99.999999", "-3"])
            if layer == 5:
                value = random.choice(["0", "0.000001", "0.000002"])
            period = random.choice([office.period] * 3 + [office.period[:4], "2023"])
            code = random.choice(sorted(office.indicators) or ["none"])
            lines.append(f"change {random.choice(office.units)} {code} {period} {layer} {value}\n")
        lines.append("rescore\n")
    return "".join(lines) if office.indicators else ""


def run(offices):
    text = "".join("\n".join(office.lines) + "\nscore " + json.dumps(scheme) + "\n" +
                   changes(office, Random(number)) for number, (office, scheme)
                   in enumerate(offices))
    done = subprocess.run([os.environ["ASSAY_SCORING_DRIVER"]], input=text.encode(),
                          capture_output=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr.decode()[:4000]
    answers = done.stdout.decode().split("end\n")
    assert answers.pop() == "" and len(answers) == len(offices)
    return [answer.splitlines() for answer in answers]


def offices():
    random = Random(SEED)
    for _ in range(OFFICES):
        maker = Maker(Random(random.getrandbits(64)))
        scheme = maker.scheme()
        yield maker.office, scheme


def test_score_equals_an_independent_scorer():
    made = list(offices())
    seen = Counter()
    for number_of, ((office, scheme), answer) in enumerate(zip(made, run(made))):
        ours, theirs = normal(answer), expected(office, scheme, seen)
        assert ours == theirs, f"office {number_of}\n" + json.dumps(scheme) + "\n" + "\n".join(
            f"{a}   |   {b}" for a, b in zip(ours, theirs) if a != b) + "\n" + "\n".join(
                office.lines)
        check_sums(answer, seen)
    # The comparison is worth something only if every corner was met.
    for what in ("complete", "incomplete", "rounding", "cap", "floor", "uncapped", "deduction",
                 "bonus", "grade.vacated", "award.won", "award.vacated", "consequence.outdone",
                 "missing_gate_metric", "nothing_present", "plugin_failed", "zero_target",
                 "negative_target", "bad_stretch", "equal_bounds", "out_of_full_marks",
                 "no_full_marks",
                 "missing_figure", "missing_target", "missing_assessment", "event.capped",
                 "event.not_owner", "event.no_points", "event.absent_component",
                 "left out with its node"):
        assert seen[what] >= 10, f"{what}: met {seen[what]} times"


def check_sums(answer, seen):
    """The terms of every unit add up exactly to its total."""
    total, terms = None, Fraction(0)
    for line in answer + ["unit - - - - - - -"]:
        words = line.split(" ")
        if words[0] == "unit":
            assert total is None or total == terms, answer
            total, terms = None if words[2] == "-" else Fraction(words[2]), Fraction(0)
            seen["incomplete" if total is None else "complete"] += 1
            seen.update(words[6].split(",") + words[7].split(","))
        elif words[0] == "term":
            terms += Fraction(words[4])
            seen[words[1]] += 1
