"""Random offices with schemes that the parser takes: each as lines for the driver and as fractions
for the scorer."""

from fractions import Fraction

from scorer import parts, previous

PERIODS = ["2024", "2024", "2024H2", "2024Q1", "2024-12"]
VALUES = ["0", "1", "2", "3", "0.000001", "-1", "-7.25", "59.999999", "60", "99.999999", "100",
          "100.000001", "120", "33.333333", "1000000.5", "4.5", "7", "250", "83.333333"]
FRACTIONS = ["5999999/10000000", "3/5", "1/3", "2/7", "1", "0", "999999/1000000", "4/3"]
HUGE = ["9199999999999.999999", "-9200000000000", "8999999999999"]


def literal(value):
    """A number of at most six decimals, shortest."""
    micro, rest = divmod(value.numerator * 10**6, value.denominator)
    assert rest == 0
    whole, decimals = divmod(abs(micro), 10**6)
    sign = "-" if micro < 0 else ""
    return f"{sign}{whole}" + (f".{decimals:06}".rstrip("0") if decimals else "")


class Office:
    """Figures of one office, as lines for the driver and as fractions for the scorer."""

    def __init__(self, period):
        self.period = period
        self.lines = [f"office {period}"]
        self.units = []
        self.indicators = {}
        self.figures = {}
        self.targets = {}
        self.events = []
        self.values = {}
        self.failed = set()

    def add(self, *words):
        self.lines.append(" ".join("-" if word is None else str(word) for word in words))

    def unit(self, code):
        self.units.append(code)
        self.add("unit", code)

    def indicator(self, code, direction, rollup):
        self.indicators[code] = (direction, rollup)
        self.add("indicator", code, direction, rollup)

    def figure(self, unit, code, period, value, state):
        self.figures[unit, code, period] = (Fraction(value), state)
        self.add("figure", unit, code, period, value, state)

    def target(self, unit, code, period, **row):
        keys = ("required", "stretch", "upper", "baseline")
        self.targets[unit, code, period] = {k: Fraction(row[k]) for k in keys if row.get(k)}
        self.add("target", unit, code, period, *(row.get(key) for key in keys))

    def event(self, **event):
        self.add("event", *(event[key] for key in ("code", "unit", "period", "kind", "subject",
                                                    "points", "by", "state")))
        points = event["points"]
        self.events.append(event | {"points": None if points is None else Fraction(points)})

    def value(self, assessment, field, unit, kind, value, full):
        exact = Fraction(value == "true") if kind == "flag" else Fraction(value)
        self.values[assessment, field, unit] = (kind, exact,
                                                None if full is None else Fraction(full))
        self.add("value", assessment, field, unit, kind, value, full)

    def fail(self, assessment, unit):
        self.failed.add((assessment, unit))
        self.add("failed", assessment, unit)


class Maker:
    """Makes one random office with a scheme the parser takes."""

    def __init__(self, random):
        self.random = random
        self.period = random.choice(PERIODS)
        self.office = Office(self.period)
        self.names = 0
        self.components = []

    def chance(self, share):
        return self.random.random() < share

    def value(self):
        if self.chance(0.01):
            return self.random.choice(HUGE)
        if self.chance(0.5):
            return self.random.choice(VALUES)
        return literal(Fraction(self.random.randint(-10**6, 10**8), 10**self.random.randint(0, 6)))

    def good(self):
        """A figure that seldom makes a unit incomplete."""
        return literal(Fraction(self.random.randint(0, 10**6), 10**4))

    def state(self):
        return self.random.choices(["confirmed", "reviewed", "reported"], [30, 2, 1])[0]

    def units(self):
        codes = [f"u{i}" for i in range(self.random.choice([1, 2, 3, 4, 5, 6, 9]))]
        self.random.shuffle(codes)
        for code in codes:
            self.office.unit(code)

    # Figures

    def figures(self, code, kind):
        rollup = self.office.indicators[code][1]
        for unit in self.office.units:
            if self.chance(0.04):
                continue
            if rollup != "none" and self.chance(0.6):
                self.spread(unit, code, self.period)
            else:
                self.put(unit, code, self.period, kind)
            if self.chance(0.3):
                self.put(unit, code, previous(self.period), kind)

    def spread(self, unit, code, period):
        """Figures of the parts; now and then one lacks."""
        for part in parts(period) or [period]:
            if parts(part) and self.chance(0.4):
                self.spread(unit, code, part)
            elif not self.chance(0.01):
                self.put(unit, code, part, "any")

    def put(self, unit, code, period, kind):
        if kind == "yes-no":
            value = self.random.choice(["0", "1", "1", "1"])
        elif kind == "any" and self.chance(0.3):
            value = self.value()
        else:
            value = self.good()
        self.office.figure(unit, code, period, value, self.state())

    def targets(self, code):
        for unit in self.office.units:
            for period in {self.period, self.period[:4], previous(self.period)}:
                if self.chance(0.85 if period == self.period else 0.5):
                    self.office.target(unit, code, period, **self.target_row(code))

    def target_row(self, code):
        required = Fraction(self.random.choice([100, 50, 80, 3, 7, 1, 100, 60]))
        if self.chance(0.04):
            required = Fraction(self.random.choice([0, 0, 0, -5]))
        sign = -1 if self.office.indicators[code][0] == "lower" else 1
        row = {"required": literal(required)}
        if self.chance(0.5):
            step = Fraction(self.random.choice([1, 20, 33, 50]), 1)
            row["stretch"] = literal(required + sign * (step if self.chance(0.97) else 0))
        if self.chance(0.4):
            row["upper"] = literal(required + self.random.randint(-20, 20))
        if self.chance(0.5):
            row["baseline"] = literal(required - sign * self.random.randint(0, 30))
        return row

    # Leaves

    def name(self, prefix):
        self.names += 1
        return f"{prefix}{self.names}"

    def indicator(self, kind="any"):
        code = self.name("I")
        self.office.indicator(code, self.random.choice(["higher", "higher", "lower", "target"]),
                              self.random.choice(["none", "sum", "mean", "max", "last"])
                              if kind == "any" else "none")
        self.figures(code, kind)
        self.targets(code)
        return code

    def rate_keys(self):
        keys = {"lower": self.random.choice(["inverse", "mirror"]),
                "tolerance": self.random.choice(["5", "40", "0.5"])}
        if self.chance(0.7):
            keys["zero_target"] = self.random.choice(["full", "zero", "met-if-zero"])
        if self.chance(0.3):
            keys["target"] = "harder"
        if self.chance(0.4):
            keys["pace"] = "linear"
        return keys

    def points(self, full):
        return literal(full * Fraction(self.random.randint(0, 4), 4))

    def rule_attainment(self, full):
        rule = {"indicator": self.indicator()} | self.rate_keys()
        if self.chance(0.3):
            rule["stretch_bonus"] = self.random.choice(["2", "0.5", "1.333333"])
        else:
            rule["cap"] = self.random.choice(["100%", "120%", "4/3", "0.9"])
            rule["floor"] = self.random.choice(["0", "0.1", "1/3"])
        return rule

    def rule_linear(self, full):
        low, high = self.random.choice([("60", "100"), ("100", "60"), ("required", "stretch"),
                                        ("baseline", "required"), ("0", "upper"), ("-3", "7")])
        return {"indicator": self.indicator(), "from": low, "to": high}

    def rule_steps(self, full):
        of_rate = self.chance(0.5)
        bounds = ["120%", "100%", "2/3", "0"] if of_rate else ["100", "60", "33.333333", "-2"]
        key = self.random.choice(["at_least", "at_most"])
        if key == "at_most":
            bounds.reverse()
        rule = {"indicator": self.indicator(),
                "steps": [{key: bound, "points": self.points(full)} for bound in bounds]}
        if self.chance(0.5):
            rule["otherwise"] = self.points(full)
        return rule | ({"of": "attainment"} | self.rate_keys() if of_rate else {})

    def rule_efficacy(self, full):
        worst, best = self.random.choice([("20", "100"), ("group-min", "group-max"),
                                          ("group-max", "group-min"), ("baseline", "stretch"),
                                          ("0", "group-max")])
        rule = {"indicator": self.indicator(), "worst": worst, "best": best}
        if self.chance(0.3):
            rule |= {"base": "55.5", "span": "44.5"}
        if self.chance(0.8):
            rule["equal"] = "77.7"
        return rule

    def rule_deduct(self, full):
        rule = {"indicator": self.indicator("count"), "each": self.random.choice(["0.5", "1.7"])}
        if self.chance(0.3):
            rule["floor"] = self.random.choice(["-3", self.points(full)])
        return rule

    def rule_yes_no(self, full):
        return {"indicator": self.indicator("yes-no")}

    def rule_direct(self, full):
        return {"indicator": self.indicator("count"),
                "full": self.random.choice(["100", "100", "99"])}

    def rule_assessment(self, full):
        rule = {"assessment": self.random.choice(["made", "given"]),
                "field": self.random.choice(["score", "rate", "flag"])}
        if self.chance(0.3):
            rule["full"] = "100"
        elif self.chance(0.3):
            rule["full_field"] = "marks"
        return rule

    def leaf(self, full):
        kind = self.random.choice(["attainment", "attainment", "linear", "steps", "efficacy",
                                   "deduct", "yes-no", "direct", "assessment"])
        leaf = {"rule": kind} | getattr(self, "rule_" + kind.replace("-", "_"))(full)
        policy = self.random.choice(["fail", "zero", "reshare", "reshare", "last-period", "floor"])
        leaf["missing"] = {"floor": self.points(full)} if policy == "floor" else policy
        if kind != "attainment" and self.chance(0.1):
            leaf["cap"] = literal(full + 1)
        return leaf

    # Trees

    def content(self, full, depth):
        if depth > 3 or self.chance(0.6):
            return self.leaf(full)
        node = {"components": self.children(full, depth)}
        if self.chance(0.2):
            node["cap"] = literal(full + self.random.randint(0, 2))
        return node

    def children(self, full, depth):
        count = self.random.randint(1, 3)
        found = []
        weighted = self.chance(0.5)
        weights = [self.random.choice(["1", "2", "32", "0.5", "1/3", "18%", "2/7"])
                   for _ in range(count)]
        # At least one has weight.
        if count > 1 and self.chance(0.4):
            weights[self.random.randrange(count)] = "0"
        rest = full
        for place in range(count):
            child = {"id": self.name("c")}
            self.components.append(child["id"])
            own = full
            if weighted:
                child["weight"] = weights[place]
            else:
                own = rest
                if place + 1 < count:
                    own = Fraction(int(rest * 100 / (count - place)), 100)
                rest -= own
                child["points"] = literal(own)
            found.append(child | self.content(own, depth + 1))
        return found

    # The rest of the group

    def consequence(self):
        found = {}
        if self.chance(0.3):
            found["force"] = self.random.choice("ABCD")
        if self.chance(0.5):
            found["ceiling"] = self.random.choice("ABCD")
        if self.chance(0.3):
            found["bars"] = self.random.sample(["w1", "w2"], self.random.randint(1, 2))
        if self.chance(0.3) or not found:
            found["money"] = self.random.choice(["30%", "1", "0.3"])
        if self.chance(0.2):
            found["personnel"] = ["talk", "report"]
        return found

    def event_rules(self):
        rules = []
        for kind in ("bonus", "award", "sanction", "veto", "falsification"):
            for subject in self.random.sample(["s1", "s2", None], self.random.randint(0, 2)):
                rules.append(self.event_rule(kind, subject))
        # A rule for any subject stands below those for one of that kind.
        return sorted(rules, key=lambda rule: "subject" not in rule)

    def event_rule(self, kind, subject):
        rule = {"kind": kind}
        if subject:
            rule["subject"] = subject
        gives = kind in ("bonus", "award")
        if gives and self.chance(0.2):
            rule["uncapped"] = True
        elif self.chance(0.6):
            rule["component"] = self.random.choice(self.components)
        if self.chance(0.3):
            rule["points"] = self.random.choice(["1", "2.5", "0"])
        if self.chance(0.4):
            rule["each_cap"] = self.random.choice(["2", "1.5"])
        if self.chance(0.4):
            rule["sum_cap"] = self.random.choice(["3", "5"])
        if self.chance(0.2):
            rule["owner"] = "owner"
        if self.chance(0.4) or kind in ("veto", "falsification"):
            rule["consequence"] = self.consequence()
        return rule

    def events(self):
        for number_of in range(self.random.randint(0, 3 * len(self.office.units))):
            self.office.event(
                code=f"e{self.random.randint(0, 99):02}-{number_of}",
                unit=self.random.choice(self.office.units),
                period=self.random.choice([self.period] * 5 + ["2024-12", "2024", "2023"]),
                kind=self.random.choice(["bonus", "bonus", "award", "sanction", "sanction", "veto",
                                         "falsification"]),
                subject=self.random.choice(["s1", "s2", None]),
                points=self.random.choice(["1", "2", "3.333333", "0.5", "12", None]),
                by=self.random.choice(["owner", "owner", "other"]), state=self.state())

    def metric(self):
        kind = self.random.choice(["attainment", "assessment", "assessment", "component", "total"])
        if kind == "attainment":
            return {"attainment": self.indicator()} | self.rate_keys()
        if kind == "assessment":
            return {"assessment": "made", "field": self.random.choice(["rate", "score", "flag"])}
        return {kind: self.random.choice(self.components) if kind == "component" else True}

    def bound(self, metric):
        return self.random.choice(["60", "30"] if "total" in metric else ["60%", "3/5", "1", "1/3"])

    def gates(self):
        found = []
        for number_of in range(self.random.randint(0, 2)):
            metric = self.metric()
            found.append({"id": f"g{number_of}", "metric": metric, "at_least": self.bound(metric),
                          "missing": self.random.choice(["fail", "pass", "pass", "bar"]),
                          "consequence": self.consequence()})
        return found

    def quota(self):
        quota = {}
        limit = self.random.choice(["top", "bottom", "share", "share", None])
        if limit == "share":
            quota["share"] = self.random.choice(["25%", "1/3", "0.5", "100%"])
            quota["round"] = self.random.choice(["down", "nearest", "up"])
        elif limit:
            quota[limit] = self.random.randint(1, 3)
        if limit:
            quota["ties"] = self.random.choice(["include", "exclude", "cut"])
            quota["vacated"] = self.random.choice(["next", "empty"])
        quota["base"] = self.random.choice(["all", "eligible", "qualified", "unqualified"])
        return quota

    def grades(self):
        found = []
        for grade, bound in zip("ABCD", ["75", "50", "30", None]):
            rule = {"grade": grade}
            if bound and self.chance(0.6):
                rule["at_least"] = bound
            found.append(rule | (self.quota() if self.chance(0.7) else {}))
        return found

    def awards(self):
        found = []
        for award in ("w1", "w2"):
            metric = self.metric()
            rule = {"award": award, "by": metric}
            if self.chance(0.5):
                rule["at_least"] = self.bound(metric)
            if self.chance(0.3):
                rule["eligible"] = {"assessment": "made", "field": "flag"}
            found.append(rule | self.quota())
        return found

    def assessments(self):
        for assessment in ("made", "given"):
            for unit in self.office.units:
                if assessment == "made" and self.chance(0.02):
                    self.office.fail(assessment, unit)
                self.fields(assessment, unit)

    def fields(self, assessment, unit):
        # The first unit has them all, so that each field exists.
        first = unit == self.office.units[0]
        marks = self.random.choice(["100", "120", "100", None])
        for field, kind, value, full in (
                ("score", "decimal", self.good(), marks),
                ("rate", "ratio", self.random.choice(FRACTIONS), None),
                ("flag", "flag", self.random.choice(["true", "false"]), None),
                ("marks", "decimal", self.random.choice(["100", "110", "0"]), None)):
            if first or not self.chance(0.1):
                self.office.value(assessment, field, unit, kind, value, full)

    def x_item(self):
        full = Fraction(self.random.choice([5, 10]))
        item = {"id": self.name("x"), "points": literal(full), "uncapped": True}
        self.components.append(item["id"])
        return item | self.content(full, 2)

    def scheme(self):
        self.units()
        self.assessments()
        full = Fraction(self.random.choice([100, 100, 1000, 10]))
        group = {"group": "g", "units": {"type": "county"}, "points": literal(full),
                 "components": self.children(full, 1)}
        for _ in range(self.random.choice([0, 0, 1, 2])):
            group["components"].append(self.x_item())
        group["qualified"] = literal(full / 2)
        if self.chance(0.4):
            group["total_cap"] = literal(full + self.random.randint(0, 5))
        if self.chance(0.5):
            group["total_floor"] = self.random.choice(["none", "1", "5"])
        group["rank"] = {"on": self.random.choice(["published", "total"]),
                         "ties": self.random.choice(["competition", "dense"]),
                         "tie_breakers": self.random.sample(
                             self.components, min(len(self.components), self.random.randint(0, 2)))}
        group |= {"events": self.event_rules(), "gates": self.gates(), "grades": self.grades(),
                  "awards": self.awards()}
        self.events()
        return {"scheme": "random", "version": 1,
                "published_decimals": self.random.choice([0, 0, 1, 2, 6]),
                "rounding": self.random.choice(["half-away", "half-even"]),
                "figures": self.random.choice(["confirmed", "confirmed", "reviewed", "reported"]),
                "assessments": [{"id": "made", "plugin": "p"}, {"id": "given", "imported": True}],
                "groups": [group]}
