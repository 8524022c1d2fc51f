"""Recomputes docs/examples/xianyang-2003 from its CSV files, with fractions, by the rules its
README states in words. It shares nothing with the program and does not read the scheme, so that
both would have to be wrong in the same way to agree.

`python3 tests/golden/xianyang_oracle.py` prints what expected/results.csv holds.
"""

import csv
import pathlib
import sys
from fractions import Fraction as F

EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "docs" / "examples" / "xianyang-2003"

ECONOMY = ["地方财政收入", "农民人均纯收入", "固定资产投资总额", "招商引资到位资金", "非公经济税收"]
MODERNISATION = {
    "agriculture": "龙头企业销售收入 龙头企业带动农户数 订单农业面积 果品优果率 "
                   "畜牧业产值占农业总产值比重 农产品加工转化率 农民专业合作组织数",
    "industry": "规模以上工业增加值 工业增加值占生产总值比重 工业产品销售率 规模以上工业企业实现利税 "
                "工业技改投资 企业亏损面 工业园区入园企业数",
    "urban": "城镇化率 城镇建设投资 新增城镇人口 人均公共绿地面积 自来水普及率 生活垃圾无害化处理率",
    "information": "每百人电话拥有量 互联网用户数 有线电视入户率 政务网络联网单位数 行政村通电话率 "
                   "中小学信息技术课开课率",
}
VETO_OWNERS = {"党风廉政建设": "市纪律检查委员会", "人口与计划生育": "市计划生育委员会",
               "社会治安综合治理": "市社会治安综合治理委员会", "安全生产": "市安全生产监督管理局"}


def rounded(value, places):
    """Half away from zero."""
    scaled = abs(value) * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return F(whole if value >= 0 else -whole, 10**places)


def leaf(value):
    return rounded(value, 6)


def text_of(value, places):
    micro = int(value * 10**places)
    sign, digits = ("-" if micro < 0 else ""), str(abs(micro)).rjust(places + 1, "0")
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


def rows(name):
    with open(EXAMPLE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Figures:
    def __init__(self):
        self.value = {}
        for row in rows("observations.csv"):
            self.value[row["unit"], row["indicator"], row["period"]] = F(row["value"])
        months = {}
        for row in rows("tax-monthly.csv"):
            months.setdefault((row["unit"], row["indicator"]), []).append(F(row["value"]))
        for (unit, indicator), values in months.items():
            assert len(values) == 12
            self.value[unit, indicator, "2003"] = sum(values)
        self.target = {(row["unit"], row["indicator"], row["period"]): row
                       for row in rows("targets.csv")}

    def actual(self, unit, indicator, period="2003"):
        return self.value.get((unit, indicator, period))

    def goal(self, unit, indicator, column="required", period="2003"):
        text = self.target.get((unit, indicator, period), {}).get(column)
        return F(text) if text else None


def attainment(figures, unit, indicator, period="2003"):
    actual, goal = figures.actual(unit, indicator, period), figures.goal(unit, indicator,
                                                                         period=period)
    return None if actual is None or goal is None else actual / goal


def investment(figures, unit):
    """(score out of 100, completion, award eligible), or nothing without a target."""
    arrived = figures.actual(unit, "招商引资到位资金")
    contracted = figures.actual(unit, "招商引资合同资金")
    goal = figures.goal(unit, "招商引资到位资金")
    if goal is None:
        return None
    completion = arrived / goal
    return leaf(100 * min(arrived / contracted, F(1))), completion, completion >= 1


def economy(figures, unit):
    actual = figures.actual(unit, "GDP")
    goal, stretch = figures.goal(unit, "GDP"), figures.goal(unit, "GDP", "stretch")
    beyond = max(F(0), min(F(1), (actual - goal) / (stretch - goal)))
    points = leaf(6 * min(actual / goal, F(1)) + F(1, 2) * beyond)
    for indicator in ECONOMY:
        goal = figures.goal(unit, indicator)
        if indicator == "农民人均纯收入":
            goal = max(goal, figures.goal(unit, indicator, "upper"))
        points += leaf(6 * min(figures.actual(unit, indicator) / goal, F(105, 100)))
    return points


def modernisation(figures, unit, group):
    scores = []
    for indicator in MODERNISATION[group].split():
        rate = attainment(figures, unit, indicator)
        if rate is None and indicator == "自来水普及率":
            rate = attainment(figures, unit, indicator, "2002")
        if rate is None:
            assert indicator == "订单农业面积", (unit, indicator)
            continue
        if indicator == "企业亏损面":
            rate = 2 - rate
        scores.append(leaf(6 * max(F(0), min(rate, F(1)))))
    return rounded(sum(scores) / len(scores), 6)


def events_of(unit):
    return [row for row in rows("events.csv") if row["unit"] == unit and row["state"] == "confirmed"]


def count(events, kind, subject):
    return sum(row["kind"] == kind and row["subject"] == subject for row in events)


def other_sanctions(events, known):
    return sum(min(F(row["points"]), F(3)) for row in events
               if row["kind"] == "sanction" and row["subject"] not in known)


def vetoed(events):
    return any(row["kind"] == "veto" and VETO_OWNERS[row["subject"]] == row["decided_by"]
               for row in events)


def county(figures, unit):
    events = events_of(unit)
    points = economy(figures, unit)
    for group in MODERNISATION:
        points += modernisation(figures, unit, group)
    practical = leaf(15 * figures.actual(unit, "重点实事现场打分") / 100)
    points += min(practical + count(events, "bonus", "重点项目提前建成"), F(16))
    points += leaf(15 * figures.actual(unit, "共性目标现场打分") / 100)
    score, completion, eligible = investment(figures, unit)
    points += leaf(10 * score / 100)
    points = min(points + min(count(events, "bonus", "省级表彰"), 2), F(105))
    points += 2 * count(events, "award", "国家级荣誉")
    points -= F(1, 2) * count(events, "sanction", "报表迟报")
    points -= other_sanctions(events, ["报表迟报"])
    barred = vetoed(events) or completion < F(60, 100)
    return {"total": max(points, F(0)), "completion": completion, "eligible": eligible,
            "ceiling": "ordinary" if barred else ""}


def department(figures, unit):
    events = events_of(unit)
    points = leaf(45 * min(attainment(figures, unit, "职能目标完成项数"), F(1)))
    on_time = (figures.actual(unit, "职能目标按期完成率") - 60) / 40
    points += leaf(20 * max(F(0), min(on_time, F(1))))
    points += max(F(0), 5 - F(1, 2) * figures.actual(unit, "督办逾期件数"))
    points += leaf(10 * figures.actual(unit, "共性目标现场打分") / 100)
    review = {row["unit"]: F(row["value"]) / F(row["full"]) for row in rows("assessments.csv")}
    points += leaf(10 * review[unit])
    outcome = investment(figures, unit)
    if outcome is None:
        points, completion, eligible = rounded(points * 100 / 90, 6), None, False
    else:
        score, completion, eligible = outcome
        points += leaf(10 * score / 100)
    points = min(points + min(count(events, "bonus", "省级表彰"), 2), F(105))
    points -= other_sanctions(events, [])
    ceiling = "good" if completion is not None and completion < F(60, 100) else ""
    return {"total": max(points, F(0)), "completion": completion, "eligible": eligible,
            "ceiling": "ordinary" if vetoed(events) else ceiling}


def rank(units):
    for unit in units.values():
        unit["published"] = rounded(unit["total"], 2)
    for unit in units.values():
        unit["rank"] = 1 + sum(other["published"] > unit["published"] for other in units.values())
        unit["grade"] = unit["awards"] = ""


def give(units, grade, candidates, places):
    """`grade` to the first `places` of `candidates` and to all tied with the last of them."""
    candidates = sorted(candidates, key=lambda code: units[code]["rank"])
    if not candidates or places == 0:
        return
    last = units[candidates[min(places, len(candidates)) - 1]]["rank"]
    for code in candidates:
        if units[code]["rank"] <= last:
            units[code]["grade"] = grade


def reaching(units, threshold, ceilings):
    return [code for code, unit in units.items() if not unit["grade"]
            and unit["published"] >= threshold and unit["ceiling"] in ceilings]


def grade_counties(units):
    give(units, "first", reaching(units, 90, [""]), 3)
    give(units, "second", reaching(units, 80, [""]), 4)
    for code in reaching(units, 70, ["", "ordinary"]):
        units[code]["grade"] = "ordinary"
    for code in reaching(units, -1, ["", "ordinary"]):
        units[code]["grade"] = "poor"


def grade_departments(units):
    # The best quarter: three of twelve. Who may not be excellent leaves the place empty.
    best = [code for code, unit in units.items() if unit["rank"] <= 3]
    for code in best:
        if units[code]["published"] >= 90 and not units[code]["ceiling"]:
            units[code]["grade"] = "excellent"
    give(units, "good", reaching(units, 80, ["", "good"]), 6)
    for code in reaching(units, 60, ["", "good", "ordinary"]):
        units[code]["grade"] = "ordinary"
    for code in reaching(units, -1, ["", "good", "ordinary"]):
        units[code]["grade"] = "poor"


def award(units, places):
    able = [unit for unit in units.values() if unit["eligible"] and unit["completion"] >= 1]
    for unit in able:
        if sum(other["completion"] > unit["completion"] for other in able) < places:
            unit["awards"] = "investment-prize"


def compute():
    """{group: {unit code: total, published, rank, grade, awards …}}"""
    figures = Figures()
    kinds = {row["unit"]: row["type"] for row in rows("units.csv")}
    counties = {code: county(figures, code) for code, kind in kinds.items() if kind == "county"}
    departments = {code: department(figures, code) for code, kind in kinds.items()
                   if kind == "department"}
    for units in (counties, departments):
        rank(units)
    grade_counties(counties)
    grade_departments(departments)
    award(counties, 3)
    award(departments, 10)
    return {"counties": counties, "departments": departments}


def results():
    """Rows of expected/results.csv."""
    yield ["group", "unit", "total", "published", "rank", "grade", "awards"]
    for group, units in compute().items():
        for code, unit in sorted(units.items(), key=lambda item: item[1]["rank"]):
            yield [group, code, text_of(unit["total"], 6), text_of(unit["published"], 2),
                   str(unit["rank"]), unit["grade"], unit["awards"]]


if __name__ == "__main__":
    csv.writer(sys.stdout, lineterminator="\n").writerows(results())
