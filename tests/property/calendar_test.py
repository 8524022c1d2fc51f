"""Dates and periods against Python's calendar and datetime: every one of them, and near misses."""

import re
from calendar import monthrange
from datetime import date, timedelta
from random import Random

from driver import check, free

YEARS = range(1900, 2200)
# kind: suffix pattern, months in one, code of the first one of a year
KINDS = {"year": ("", 12, 0), "half": ("H{}", 6, 21), "quarter": ("Q{}", 3, 31)}
KINDS["month"] = ("-{:02}", 1, 1)
FINER = {"year": "half", "half": "quarter", "quarter": "month", "month": None}


def name(kind, year, index):
    return f"{year:04}" + KINDS[kind][0].format(index)


def within(kind, year, first, last):
    """Names of the periods of `kind` that lie within the months `first` to `last`."""
    months = KINDS[kind][1]
    return [
        name(kind, year, index)
        for index in range(1, 12 // months + 1)
        if first <= (index - 1) * months + 1 and index * months <= last
    ]


def span(kind, index):
    months = KINDS[kind][1]
    return (index - 1) * months + 1, index * months


def described(kind, year, index):
    first, last = span(kind, index)
    key = year * 100 + KINDS[kind][2] + index - 1
    start = date(year, first, 1)
    end = date(year, last, monthrange(year, last)[1])
    before = start - timedelta(days=1)  # lies in the period before
    previous = name(kind, before.year, (before.month - 1) // KINDS[kind][1] + 1)
    finer = FINER[kind]
    words = [str(key), name(kind, year, index), str(start), str(end), previous, "parts"]
    words += within(finer, year, first, last) if finer else []
    return " ".join(words + ["months"] + within("month", year, first, last))


ALL = {
    name(kind, year, index): (kind, year, index)
    for year in YEARS
    for kind, (_, months, _) in KINDS.items()
    for index in range(1, 12 // months + 1)
}
NOISE = ["", "0", "1", "2", "5", "9", "H", "Q", "h", "q", "-", "/", " ", "\0", "Ｈ", "４", "年", "S"]


def mangled(random, text):
    for _ in range(random.randint(1, 2)):
        at = random.randint(0, len(text))
        text = text[:at] + random.choice(NOISE) + text[at + random.randint(0, 1) :]
    return text


def test_period():
    random = Random("period")
    names = list(ALL)
    texts = names + [mangled(random, random.choice(names)) for _ in range(2 * 20_000)]
    cases = [
        (f"period {free(text)}", described(*ALL[text]) if text in ALL else "error period.syntax")
        for text in texts
    ]
    assert sum(answer == "error period.syntax" for _, answer in cases) > 10_000
    check(cases)


def test_contains():
    random = Random("contains")
    names = list(ALL)
    near = [text for text in names if 1999 <= ALL[text][1] <= 2001]
    pairs = [(whole, part) for whole in near for part in near]
    while len(pairs) < 20_000:
        whole = random.choice(names)
        kind, year, index = ALL[random.choice(names)]
        same = random.random() < 0.7
        pairs.append((whole, name(kind, ALL[whole][1] if same else year, index)))

    def days(text):
        kind, year, index = ALL[text]
        first, last = span(kind, index)
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])

    cases = []
    for whole, part in pairs:
        (start, end), (first, last) = days(whole), days(part)
        cases.append((f"contains {whole} {part}", "yes" if start <= first <= last <= end else "no"))
    check(cases)


def test_date():
    random = Random("date")
    first = date(YEARS[0], 1, 1)
    days = [str(first + timedelta(days=n)) for n in range((date(2200, 1, 1) - first).days)]
    known = set(days)
    others = [mangled(random, random.choice(days)) for _ in range(20_000)]
    others += [
        f"{year:04}-{month:02}-{day:02}"
        for year in (1800, 1899, 1900, 2000, 2003, 2004, 2100, 2199, 2200)
        for month in range(14)
        for day in range(34)
    ]
    assert all(re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", day) for day in days)
    check(
        [(f"date {free(t)}", t if t in known else "error date.syntax") for t in days + others]
    )
