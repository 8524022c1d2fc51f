"""Ranks, consequences, grades and awards of the independent scorer, from docs/formats/scoring.md
alone."""

from fractions import Fraction

from scorer import Fault, UnitScore, number

BOUNDLESS = (1, Fraction(0))  # sorts above every (0, rate)


def nearest(value):
    return int(value + Fraction(1, 2))


def places(quota, base):
    stated = [int(quota[key]) for key in ("top", "bottom") if key in quota]
    if "share" in quota:
        share = number(quota["share"]) * base
        stated.append({"down": int(share), "nearest": nearest(share),
                       "up": -int(-share // 1)}[quota.get("round", "down")])
    return min(stated)


def choose(candidates, quota, base):
    """Of candidates (unit, place, eligible), best first: who gets a place, who leaves one empty."""
    limited = any(key in quota for key in ("top", "bottom", "share"))
    if not limited or quota.get("vacated", "next") == "next":
        candidates = [candidate for candidate in candidates if candidate[2]]
    if limited:
        if "bottom" in quota:
            candidates = candidates[::-1]
        count = places(quota, base)
        held, beyond = candidates[:count], candidates[count:]
        if held and beyond and held[-1][1] == beyond[0][1]:
            tied = held[-1][1]
            ties = quota.get("ties", "include")
            if ties == "include":
                held += [candidate for candidate in beyond if candidate[1] == tied]
            elif ties == "exclude":
                held = [candidate for candidate in held if candidate[1] != tied]
        candidates = held
    return ([unit for unit, _, eligible in candidates if eligible],
            [unit for unit, _, eligible in candidates if not eligible])


class GroupScore:
    """All units of an office's one group."""

    def __init__(self, office, scheme):
        self.office = office
        self.group = scheme["groups"][0]
        self.grade_ids = [rule["grade"] for rule in self.group.get("grades", [])]
        self.units = {}
        for code in office.units:
            unit = UnitScore(office, scheme, code)
            unit.score()
            unit.check_gates()
            self.units[code] = unit
            self.resolve(unit)
            unit.rank = unit.grade = None
        self.rank()
        self.grade()
        self.award()

    # Consequences

    def resolve(self, unit):
        index = self.grade_ids.index
        brought = [consequence for _, consequence in unit.limits]
        forced = [(index(c["force"]), "grade.forced") for c in brought if "force" in c]
        ceilings = [(index(c["ceiling"]), "grade.ceiling") for c in brought if "ceiling" in c]
        unit.ceiling = max((grade for grade, _ in ceilings), default=0)
        unit.forced = max(max(grade for grade, _ in forced), unit.ceiling) if forced else None
        for grade, code in forced + ceilings:
            decides = unit.forced if forced else unit.ceiling
            unit.notes.append(code if grade == decides else "consequence.outdone")
        unit.bars = {award for c in brought for award in c.get("bars", [])}
        cuts = [number(c["money"]) for c in brought if "money" in c]
        for consequence in brought:
            unit.notes += ["award.barred"] * len(consequence.get("bars", []))
            unit.notes += ["personnel.measure"] * len(consequence.get("personnel", []))
        unit.notes += ["money.withheld" if cut == max(cuts) else "consequence.outdone"
                       for cut in cuts]

    @staticmethod
    def allows(unit, grade):
        return grade == unit.forced if unit.forced is not None else grade >= unit.ceiling

    # Ranks

    def complete(self):
        return [code for code in self.office.units if self.units[code].total is not None]

    def key(self, code):
        unit = self.units[code]
        breakers = [unit.points.get(name) for name in
                    self.group.get("rank", {}).get("tie_breakers", [])]
        return [(1, unit.figure_ranked)] + [(0, 0) if points is None else (1, points)
                                            for points in breakers]

    def rank(self):
        keys = {code: self.key(code) for code in self.complete()}
        dense = self.group.get("rank", {}).get("ties") == "dense"
        for code, key in keys.items():
            better = [other for other in keys.values() if other > key]
            count = len({tuple(other) for other in better}) if dense else len(better)
            self.units[code].rank = count + 1

    # Grades

    def qualified(self, code):
        return "qualified" not in self.group or (
            self.units[code].figure_ranked >= number(self.group["qualified"]))

    def in_base(self, code, quota):
        base = quota.get("base", "all")
        return base in ("all", "eligible") or (base == "qualified") == self.qualified(code)

    def grade(self):
        order = sorted(self.complete(), key=lambda code: (self.units[code].rank, code.encode()))
        for code in order:
            self.units[code].grade = self.units[code].forced
        for number_of, rule in enumerate(self.group.get("grades", [])):
            candidates = []
            for code in order:
                unit = self.units[code]
                if unit.grade is not None and unit.grade <= number_of:
                    continue
                if "at_least" in rule and unit.figure_ranked < number(rule["at_least"]):
                    continue
                if self.in_base(code, rule):
                    candidates.append((code, unit.rank, self.allows(unit, number_of)))
            if rule.get("base") == "eligible":
                base = sum(self.allows(self.units[code], number_of) for code in order)
            else:
                base = sum(self.in_base(code, rule) for code in order)
            won, vacated = choose(candidates, rule, base)
            for code in won:
                self.units[code].grade = number_of
            for code in vacated:
                self.units[code].notes.append("grade.vacated")

    # Awards

    def contender(self, code, rule):
        """Its metric in an order of its own, or None where it does not compete."""
        unit = self.units[code]
        if not self.in_base(code, rule):
            return None
        try:
            if "eligible" in rule and not unit.field(code, rule["eligible"]["assessment"],
                                                     rule["eligible"]["field"])[1]:
                return None
            value = unit.metric(rule["by"])
        except Fault:
            return None
        if "at_least" in rule and value is not None and value < number(rule["at_least"]):
            return None
        return BOUNDLESS if value is None else (0, value)

    def award(self):
        for rule in self.group.get("awards", []):
            metrics = {}
            for code in self.complete():
                metric = self.contender(code, rule)
                if metric is not None:
                    metrics[code] = metric
            order = sorted(metrics, key=str.encode)
            order.sort(key=metrics.get, reverse=True)  # stable: tied ones stay by code
            candidates = [(code, metrics[code], rule["award"] not in self.units[code].bars)
                          for code in order]
            if rule.get("base") == "eligible":
                base = sum(eligible for _, _, eligible in candidates)
            else:
                base = sum(self.in_base(code, rule) for code in self.complete())
            won, vacated = choose(candidates, rule, base)
            for code in won:
                self.units[code].notes.append("award.won")
            for code in vacated:
                self.units[code].notes.append("award.vacated")
