"""An independent scorer in exact fractions, written from docs/formats/scoring.md alone. It is slow
and plain on purpose: it looks everything up again for each unit."""

from fractions import Fraction
from functools import lru_cache

MICRO = Fraction(1, 10**6)
LIMIT = Fraction(9_200_000_000_000)
STATES = ["reported", "reviewed", "confirmed"]


class Fault(Exception):
    """Why a leaf or gate has no value; `missing` ones are subject to a policy."""

    def __init__(self, code, missing=False):
        super().__init__(code)
        self.code = code
        self.missing = missing


@lru_cache(maxsize=None)
def number(text):
    """A figure, fraction or percentage of a scheme."""
    text = str(text)
    return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)


def rounded(value, places, mode):
    scaled = value * 10**places
    if mode == "half-even":
        return Fraction(round(scaled), 10**places)
    whole = int(abs(scaled) + Fraction(1, 2))
    return Fraction(whole if scaled >= 0 else -whole, 10**places)


def clamp(value, low, high):
    return low if value < low else high if value > high else value


def parts(period):
    """The finer periods that tile this one."""
    year, rest = period[:4], period[4:]
    if not rest:
        return [year + "H1", year + "H2"]
    if rest[0] == "H":
        first = 2 * int(rest[1]) - 1
        return [f"{year}Q{first}", f"{year}Q{first + 1}"]
    if rest[0] == "Q":
        first = 3 * int(rest[1]) - 2
        return [f"{year}-{month:02}" for month in range(first, first + 3)]
    return []


def months(period):
    return sum(months(part) for part in parts(period)) or 1


def within(outer, inner):
    return inner == outer or any(within(part, inner) for part in parts(outer))


def previous(period):
    year, rest = int(period[:4]), period[4:]
    if not rest:
        return str(year - 1)
    sign, place = rest[0], int(rest[1:])
    last = {"H": 2, "Q": 4, "-": 12}[sign]
    year, place = (year, place - 1) if place > 1 else (year - 1, last)
    return f"{year}{sign}{place:02}" if sign == "-" else f"{year}{sign}{place}"


class Scorer:
    def __init__(self, office, scheme):
        self.office = office
        self.scheme = scheme
        self.group = scheme["groups"][0]
        self.mode = scheme.get("rounding", "half-away")
        self.least = STATES.index(scheme.get("figures", "confirmed"))
        self.plugins = {use["id"]: "plugin" in use for use in scheme.get("assessments", [])}

    def round(self, value):
        result = rounded(value, 6, self.mode)
        if abs(result) > LIMIT:
            raise Fault("out_of_range")
        return result

    # Figures and targets

    def figure(self, unit, code, period):
        found = self.office.figures.get((unit, code, period))
        if found and STATES.index(found[1]) >= self.least:
            return found[0]
        rollup = self.office.indicators[code][1]
        finer = parts(period) if rollup != "none" else []
        if not finer:
            raise Fault("missing_figure", True)
        if rollup == "last":
            return self.figure(unit, code, finer[-1])
        values = [self.exact_figure(unit, code, part) for part in finer]
        if rollup == "max":
            return max(values)
        return self.round(sum(values) / (len(values) if rollup == "mean" else 1))

    def exact_figure(self, unit, code, period):
        """As figure(), but a mean of parts is not rounded yet."""
        found = self.office.figures.get((unit, code, period))
        if found and STATES.index(found[1]) >= self.least or not parts(period):
            return self.figure(unit, code, period)
        values = [self.exact_figure(unit, code, part) for part in parts(period)]
        rollup = self.office.indicators[code][1]
        return max(values) if rollup == "max" else (
            sum(values) / (len(values) if rollup == "mean" else 1))

    def targets(self, unit, code, period, pace):
        row = self.office.targets.get((unit, code, period))
        if row:
            return row
        year = self.office.targets.get((unit, code, period[:4]))
        if pace != "linear" or len(period) == 4 or not year:
            raise Fault("missing_target", True)
        share = Fraction(months(period), 12)
        return {key: self.round(value * share) for key, value in year.items()}

    def bound(self, unit, code, period, bound):
        if bound in ("group-min", "group-max"):
            values = []
            for other in self.office.units:
                try:
                    values.append(self.figure(other, code, period))
                except Fault:
                    pass
            return min(values) if bound == "group-min" else max(values)
        if bound in ("required", "stretch", "upper", "baseline"):
            row = self.office.targets.get((unit, code, period), {})
            if bound not in row:
                raise Fault("missing_target", True)
            return row[bound]
        return number(bound)

    def rate(self, unit, rule, period):
        """Rate (None = boundless), whether a zero-target policy gave it, figure, target, row."""
        code = rule["indicator"]
        direction = self.office.indicators[code][0]
        a = self.figure(unit, code, period)
        row = self.targets(unit, code, period, rule.get("pace"))
        t = row["required"]
        if rule.get("target") == "harder" and "upper" in row and direction != "target":
            t = (max if direction == "higher" else min)(t, row["upper"])
        if direction == "target":
            return 1 - abs(a - t) / number(rule["tolerance"]), False, a, t, row
        if t < 0:
            raise Fault("negative_target")
        if t == 0:
            policy = rule.get("zero_target", "refuse")
            if policy == "refuse":
                raise Fault("zero_target")
            met = a >= 0 if direction == "higher" else a <= 0
            full = policy == "full" or (policy == "met-if-zero" and met)
            return Fraction(int(full)), True, a, t, row
        if direction == "higher":
            return a / t, False, a, t, row
        if rule["lower"] == "mirror":
            return 2 - a / t, False, a, t, row
        return (None if a <= 0 else t / a), False, a, t, row

    # Rules: exact points of full marks p

    def attainment(self, unit, rule, p, period):
        rate, by_policy, a, t, row = self.rate(unit, rule, period)
        if by_policy:
            return p * rate
        cap, floor = number(rule.get("cap", 1)), number(rule.get("floor", 0))
        points = p * (cap if rate is None else clamp(rate, floor, cap))
        direction = self.office.indicators[rule["indicator"]][0]
        if "stretch_bonus" not in rule or "stretch" not in row or direction == "target":
            return points
        sign = 1 if direction == "higher" else -1
        room, gone = sign * (row["stretch"] - t), sign * (a - t)
        if room <= 0:
            raise Fault("bad_stretch")
        return points + number(rule["stretch_bonus"]) * clamp(gone / room, 0, 1)

    def linear(self, unit, rule, p, period):
        x = self.figure(unit, rule["indicator"], period)
        low = self.bound(unit, rule["indicator"], period, rule["from"])
        high = self.bound(unit, rule["indicator"], period, rule["to"])
        if low == high:
            raise Fault("equal_bounds")
        return p * clamp((x - low) / (high - low), 0, 1)

    def steps(self, unit, rule, p, period):
        if rule.get("of") == "attainment":
            x = self.rate(unit, rule, period)[0]
        else:
            x = self.figure(unit, rule["indicator"], period)
        for step in rule["steps"]:
            if "at_least" in step and (x is None or x >= number(step["at_least"])):
                return number(step["points"])
            if "at_most" in step and x is not None and x <= number(step["at_most"]):
                return number(step["points"])
        return number(rule.get("otherwise", 0))

    def efficacy(self, unit, rule, p, period):
        x = self.figure(unit, rule["indicator"], period)
        worst = self.bound(unit, rule["indicator"], period, rule["worst"])
        best = self.bound(unit, rule["indicator"], period, rule["best"])
        if worst == best:
            if "equal" not in rule:
                raise Fault("equal_bounds")
            return p * number(rule["equal"]) / 100
        place = (x - worst) / (best - worst)
        base, span = number(rule.get("base", 60)), number(rule.get("span", 40))
        return p * clamp(base + span * place, 0, 100) / 100

    def deduct(self, unit, rule, p, period):
        x = self.figure(unit, rule["indicator"], period)
        if x < 0:
            raise Fault("out_of_full_marks")
        return max(p - number(rule["each"]) * x, number(rule.get("floor", 0)))

    def yes_no(self, unit, rule, p, period):
        x = self.figure(unit, rule["indicator"], period)
        if x not in (0, 1):
            raise Fault("not_yes_no")
        return p * x

    def direct(self, unit, rule, p, period):
        v, full = self.figure(unit, rule["indicator"], period), number(rule["full"])
        if not 0 <= v <= full:
            raise Fault("out_of_full_marks")
        return p * v / full

    def field(self, unit, assessment, field):
        if (assessment, unit) in self.office.failed:
            raise Fault("plugin_failed")
        found = self.office.values.get((assessment, field, unit))
        if not found:
            raise Fault("missing_assessment", True)
        return found

    def assessment(self, unit, rule, p, period):
        if period != self.office.period:
            raise Fault("missing_assessment", True)
        kind, v, own = self.field(unit, rule["assessment"], rule.get("field", "score"))
        if "full" in rule:
            full = number(rule["full"])
        elif "full_field" in rule:
            full = self.field(unit, rule["assessment"], rule["full_field"])[1]
        elif own is not None:
            full = own
        elif kind == "decimal":
            raise Fault("no_full_marks")
        else:
            full = Fraction(1)
        free = kind == "decimal" and self.plugins[rule["assessment"]]
        if full <= 0 or v < 0 or (v > full and not free):
            raise Fault("out_of_full_marks")
        return p * v / full

    def leaf(self, unit, leaf, p):
        """Points, or None where the leaf is left out."""
        rule = getattr(self, leaf["rule"].replace("-", "_"))
        try:
            return self.round(rule(unit, leaf, p, self.office.period))
        except Fault as fault:
            policy = leaf.get("missing", "fail")
            if not fault.missing or policy == "fail":
                raise
            if policy == "zero":
                return Fraction(0)
            if policy == "reshare":
                return None
            if policy == "last-period":
                try:
                    return self.round(rule(unit, leaf, p, previous(self.office.period)))
                except Fault as earlier:
                    raise Fault(fault.code + "," + earlier.code) from earlier
            return number(policy["floor"])

    @staticmethod
    def most(leaf, p, mode):
        if leaf["rule"] == "attainment":
            at_cap = rounded(p * number(leaf.get("cap", 1)), 6, mode)
            return at_cap + number(leaf.get("stretch_bonus", 0))
        if leaf["rule"] == "steps":
            return max(number(leaf.get("otherwise", 0)),
                       *(number(step["points"]) for step in leaf["steps"]))
        return p


class UnitScore(Scorer):
    """One unit: its tree, total and ledger."""

    def __init__(self, office, scheme, unit):
        super().__init__(office, scheme)
        self.unit = unit
        self.incomplete = []
        self.notes = []
        self.limits = []  # source, consequence
        self.points = {}  # component → points after bonuses, cap and deductions; None = left out
        self.shares = {}  # component → what a point of it is worth in its parent
        self.parents = {}
        self.x_items = set()
        self.terms = []  # kind, component, event, exact points on the component's scale, full
        self.overdrawn = {}  # component → deductions of which it had less than they take
        self.left_out = 0  # components with points below one that is left out
        self.total = None
        self.adjustments = self.events()

    # Events

    def events(self):
        """Points by event that count: (event code, component, points, deducts, uncapped)."""
        found = []
        counted = {}
        for event in sorted(self.office.events, key=lambda e: e["code"].encode()):
            if event["unit"] != self.unit or STATES.index(event["state"]) < self.least:
                continue
            if not within(self.office.period, event["period"]):
                continue
            rules = self.group.get("events", [])
            number_of = next((i for i, rule in enumerate(rules) if rule["kind"] == event["kind"]
                              and rule.get("subject") in (None, event["subject"])), None)
            if number_of is None:
                continue
            rule = rules[number_of]
            if "owner" in rule and rule["owner"] != event["by"]:
                self.notes.append("event.not_owner")
                continue
            gives = event["kind"] in ("bonus", "award")
            points = number(rule["points"]) if "points" in rule else event["points"]
            if points is None:
                self.notes.append("event.no_points" if event["kind"] == "bonus" else
                                  "bonus.applied" if gives else event["kind"] + ".applied")
            else:
                self.notes.append("bonus.applied" if gives else event["kind"] + ".applied")
                points = points if gives else abs(points)
                allowed = points
                if "each_cap" in rule:
                    cap = number(rule["each_cap"])
                    allowed = clamp(allowed, -cap, cap)
                before = counted.get(number_of, Fraction(0))
                after = before + allowed
                if "sum_cap" in rule:
                    cap = number(rule["sum_cap"])
                    after = clamp(after, -cap, cap)
                counted[number_of] = after
                if after - before != points:
                    self.notes.append("event.capped")
                if after != before:
                    found.append((event["code"], rule.get("component", ""), after - before,
                                  not gives, bool(rule.get("uncapped")) and gives))
            if "consequence" in rule:
                self.limits.append((event["code"], rule["consequence"]))
        return found

    # Tree

    def component(self, node, parent, p, x_item):
        """Points of a component after its events and cap; None = left out; raises if incomplete."""
        name = node["id"]
        self.parents[name] = parent
        self.shares[name] = Fraction(1)
        if x_item:
            self.x_items.add(name)
        points = self.raw_points(node, p, x_item)
        if points is None:
            self.notes += ["event.absent_component" for event in self.adjustments
                           if event[1] == name and not event[4]]
            self.points[name] = None
            return None
        for code, _, more, deducts, uncapped in self.adjustments_of(name):
            if not deducts and not uncapped:
                points = self.round(points + more)
                self.terms.append(("uncapped" if x_item else "bonus", name, code, more, 0))
        if "cap" in node and node.get("rule") != "attainment" and points > number(node["cap"]):
            self.terms.append(("cap", name, "", number(node["cap"]) - points, 0))
            points = number(node["cap"])
        for code, _, less, deducts, _ in self.adjustments_of(name):
            if deducts:
                taken = min(less, max(points, 0))
                if taken != less:
                    self.notes.append("event.capped")
                    self.overdrawn[name] = self.overdrawn.get(name, 0) + 1
                points -= taken
                self.terms.append(("deduction", name, code, -taken, 0))
        self.points[name] = points
        return points

    def adjustments_of(self, name):
        return [event for event in self.adjustments if event[1] == name]

    def raw_points(self, node, p, x_item):
        if "components" in node:
            return self.node(node["components"], node["id"], p, x_item)
        try:
            points = self.leaf(self.unit, node, p)
        except Fault as fault:
            self.incomplete += fault.code.split(",")
            raise
        if points is not None:
            self.terms.append(("uncapped" if x_item else "leaf", node["id"], "", points,
                               self.most(node, p, self.mode)))
        return points

    def node(self, children, name, p, x_item):
        weighted = any("weight" in child for child in children)
        scores, failed = [], False
        for child in children:
            full = p if weighted else number(child["points"])
            try:
                points = self.component(child, name, full, x_item)
            except Fault:
                failed = True
                continue
            weight = number(child["weight"]) if weighted else full
            scores.append((child["id"], weight, points))
        if failed:
            raise Fault("child")
        present = [(weight, points) for _, weight, points in scores if points is not None]
        total_weight = sum(weight for _, weight, _ in scores)
        present_weight = sum(weight for weight, _ in present)
        if not present:
            return None
        if not weighted and len(present) == len(scores):
            return self.round(sum(points for _, points in present))
        if present_weight == 0:
            for child in children:
                self.leave_out(child)
            return None
        for child, weight, _ in scores:
            self.shares[child] = (weight if weighted else total_weight) / present_weight
        above = (sum(weight * points for weight, points in present) if weighted else
                 sum(points for _, points in present) * total_weight)
        return self.round(above / present_weight)

    def leave_out(self, node):
        """All of a component that had points: what is present beside it has no weight."""
        name = node["id"]
        if self.points[name] is not None:
            self.left_out += 1
            self.terms = [term for term in self.terms if term[1] != name]
            self.notes += ["event.absent_component" for event in self.adjustments_of(name)
                           if not event[4]]
            for _ in range(self.overdrawn.pop(name, 0)):
                self.notes.remove("event.capped")
            self.points[name] = None
        for child in node.get("components", []):
            self.leave_out(child)

    def score(self):
        group = self.group
        ordinary = [child for child in group["components"] if not child.get("uncapped")]
        x_items = [child for child in group["components"] if child.get("uncapped")]
        failed, total, more = False, None, Fraction(0)
        try:
            total = self.node(ordinary, "", number(group["points"]), False)
            if total is None:
                self.incomplete.append("nothing_present")
        except Fault:
            failed = True
        for item in x_items:
            try:
                more += self.component(item, "", number(item["points"]), True) or 0
            except Fault:
                failed = True
        if total is None or failed:
            return
        for code, name, points, deducts, uncapped in self.adjustments:
            if name == "" and not deducts and not uncapped:
                total += points
                self.terms.append(("bonus", "", code, points, 0))
        if "total_cap" in group and total > number(group["total_cap"]):
            self.terms.append(("cap", "", "", number(group["total_cap"]) - total, 0))
            total = number(group["total_cap"])
        total += more
        for code, name, points, deducts, uncapped in self.adjustments:
            if uncapped:
                total += points
                self.terms.append(("uncapped", name, code, points, 0))
            elif deducts and name == "":
                total -= points
                self.terms.append(("deduction", "", code, -points, 0))
        floor = group.get("total_floor", 0)
        if floor != "none" and total < number(floor):
            self.terms.append(("floor", "", "", number(floor) - total, 0))
            total = number(floor)
        self.total = total

    def ledger(self):
        """Terms with their points in the total, rounding last."""
        found = []
        for kind, name, event, points, full in self.terms:
            share = self.share_of(name)
            found.append((kind, name, event, rounded(points * share, 6, self.mode),
                          rounded(full * share, 6, self.mode)))
        found += self.rests(found)
        rest = self.total - sum(term[3] for term in found)
        if rest:
            found.append(("rounding", "", "", rest, 0))
        return found

    def share_of(self, name):
        """What a point of the component is worth in the total."""
        share = Fraction(1)
        while name:
            share *= self.shares[name]
            name = self.parents[name]
        return share

    def rests(self, found):
        """What rounding left at each component, children before parents; listed in preorder."""
        def preorder(children):
            for child in children:
                yield child["id"]
                yield from preorder(child.get("components", []))

        below = {"": Fraction(0)}
        names = list(preorder(self.group["components"]))
        for name in names:
            below[name] = sum((term[3] for term in found if term[1] == name), Fraction(0))
        rests = []
        for name in reversed(names):
            if self.points.get(name) is not None:
                whole = rounded(self.points[name] * self.share_of(name), 6, self.mode)
                if whole != below[name]:
                    rests.append(("rounding", name, "", whole - below[name], 0))
                    below[name] = whole
            below[self.parents[name]] += below[name]
        return rests[::-1]

    @property
    def published(self):
        return rounded(self.total, self.scheme.get("published_decimals", 2), self.mode)

    @property
    def figure_ranked(self):
        on_total = self.group.get("rank", {}).get("on") == "total"
        return self.total if on_total else self.published

    # Gates

    def metric(self, metric):
        """Exact value; None = boundless."""
        if "attainment" in metric:
            rule = dict(metric, indicator=metric["attainment"])
            return self.rate(self.unit, rule, self.office.period)[0]
        if "assessment" in metric:
            _, value, full = self.field(self.unit, metric["assessment"], metric["field"])
            return value / full if full else value
        if "component" in metric:
            points = self.points.get(metric["component"])
            if points is None:
                raise Fault("missing_component", True)
            return points / self.full_of(metric["component"])
        if self.total is None:
            raise Fault("missing_component", True)
        return self.total

    def full_of(self, name):
        def search(children, full):
            weighted = any("weight" in child for child in children)
            for child in children:
                own = full if weighted and not child.get("uncapped") else number(child["points"])
                if child["id"] == name:
                    return own
                below = search(child.get("components", []), own)
                if below is not None:
                    return below
            return None
        return search(self.group["components"], number(self.group["points"]))

    def check_gates(self):
        failed = bool(self.incomplete)
        for gate in self.group.get("gates", []):
            metric = gate["metric"]
            try:
                value = self.metric(metric)
            except Fault as fault:
                if failed and ("component" in metric or "total" in metric):
                    continue
                policy = gate.get("missing", "fail")
                if not fault.missing:
                    self.incomplete.append(fault.code)
                    continue
                if policy == "fail":
                    self.incomplete.append("missing_gate_metric")
                    continue
                self.notes.append("gate.missing")
                if policy == "pass":
                    continue
                self.notes.append("gate.failed")
                self.limits.append((gate["id"], gate["consequence"]))
                continue
            if value is not None and value < number(gate["at_least"]):
                self.notes.append("gate.failed")
                self.limits.append((gate["id"], gate["consequence"]))
        if self.incomplete:
            self.total = None
