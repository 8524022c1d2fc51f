"""Decimal and Ratio against Python's fractions: seeded random and adversarial figures."""

import re
from fractions import Fraction
from math import gcd
from random import Random

import pytest

from driver import check, free

SCALE = 10**6
LIMIT = 9_200_000_000_000_000_000  # millionths
INT64 = 2**63
INT128 = 2**127
CASES = 20_000
ROUNDINGS = ("half-away", "half-even")


def rounded(value, rounding):
    """A Fraction to the integer of the rule; Python's round() of a Fraction is half-even."""
    if rounding == "half-even":
        return round(value)
    whole = int(abs(value) + Fraction(1, 2))
    return -whole if value < 0 else whole


def literal(micro):
    """The shortest literal of a count of millionths."""
    value = Fraction(micro, SCALE)
    places = next(p for p in range(7) if (value * 10**p).denominator == 1)
    return fixed(value, places)


def fixed(value, places):
    digits = str(abs(int(value * 10**places))).rjust(places + 1, "0")
    text = digits[:-places] + "." + digits[-places:] if places else digits
    return "-" + text if value < 0 else text


def decimal_or_error(micro):
    return literal(micro) if abs(micro) <= LIMIT else "error decimal.range"


def ratio_text(value):
    return str(value.numerator) if value.denominator == 1 else str(value)


def ratio_or_error(value):
    fits = -INT64 <= value.numerator < INT64 and value.denominator < INT64
    return ratio_text(value) if fits else "error ratio.range"


EDGES = sorted(
    {
        sign * (base + shift)
        for base in [0, 5, 50, LIMIT, LIMIT // 2, 2**31, 2**32, 2**53, 2**62]
        + [10**power for power in range(19)]
        + [5 * 10**power for power in range(18)]
        for shift in (-2, -1, 0, 1, 2)
        for sign in (-1, 1)
        if base + shift <= LIMIT
    }
)


def micro(random):
    """A count of millionths in range: an edge, or of a random number of bits."""
    if random.random() < 0.3:
        return random.choice(EDGES)
    value = random.getrandbits(random.randint(1, 63)) % (LIMIT + 1)
    return -value if random.random() < 0.5 else value


def beside_tie(random, divisor):
    """(a, b) with a·b ≡ divisor/2 + (−1, 0 or 1) modulo an even divisor > 2."""
    while True:
        b = random.randrange(1, min(divisor, 10 ** random.randint(1, 18)))
        if gcd(b, divisor) == 1:
            break
    a = (divisor // 2 + random.choice((-1, 0, 0, 1))) * pow(b, -1, divisor) % divisor
    return random.choice((-1, 1)) * a, random.choice((-1, 1)) * b


def even_divisor(random):
    return 2 * random.randrange(2, 10 ** random.randint(1, 18))


def texts_of_decimals(random):
    """Literals, their near misses, and noise."""
    for edge in EDGES:
        yield literal(edge)
    for past in (LIMIT + 1, 2**63 - 1, 2**63, 2**64, 2**64 + 1, 2**127, 2**128, 10**60):
        yield literal(past)
        yield literal(-past)
    noise = ["", "-", "+", ".", "0", "1", "9", "00", "e", "E5", ",", " ", "\t", "\0", "%", "/"]
    noise += ["１", "٣", "½", "−", "NaN", "inf", "0x1", "_", "1.5", "-7", "\n"]
    while True:
        text = literal(micro(random))
        kind = random.random()
        if kind < 0.4:
            yield text
        elif kind < 0.5:
            yield text + ("" if "." in text else ".") + "0" * random.randint(0, 8)
        elif kind < 0.6:
            yield "0" * random.randint(0, 40) + text
        elif kind < 0.85:
            at = random.randint(0, len(text))
            yield text[:at] + random.choice(noise) + text[at + random.randint(0, 1) :]
        else:
            yield "".join(random.choice(noise) for _ in range(random.randint(0, 4)))


def parsed(text):
    """What Decimal::parse is to answer."""
    if not text:
        return "error decimal.empty"
    match = re.fullmatch(r"(-?[0-9]+)(?:\.([0-9]+))?", text)
    if not match:
        return "error decimal.syntax"
    if len(match[2] or "") > 6:
        return "error decimal.places"
    count = Fraction(text) * SCALE
    return "error decimal.range" if abs(count) > LIMIT else f"{count} {literal(int(count))}"


def test_parse():
    texts = texts_of_decimals(Random("parse"))
    cases = [(f"parse {free(text)}", parsed(text)) for text, _ in zip(texts, range(2 * CASES))]
    answers = [answer for _, answer in cases]
    for code in ("empty", "syntax", "places", "range"):
        assert answers.count(f"error decimal.{code}") >= 10
    check(cases)


def test_print():
    random = Random("print")
    values = EDGES + [micro(random) for _ in range(CASES)]
    check([(f"print {value}", literal(value)) for value in values])


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_rounded(rounding):
    random = Random("rounded")
    cases = []
    ties = 0
    for _ in range(2 * CASES):
        places = random.randint(0, 6)
        step = 10 ** (6 - places)
        value = micro(random)
        if random.random() < 0.5 and step > 1:  # at or beside a tie
            value = value // step * step + step // 2 + random.choice((-1, 0, 0, 1))
        if abs(value) > LIMIT:
            continue
        ties += step > 1 and value % step == step // 2
        expected = Fraction(rounded(Fraction(value, step), rounding) * step, SCALE)
        answer = f"{literal(int(expected * SCALE))} {fixed(expected, places)}"
        cases.append((f"rounded {literal(value)} {places} {rounding}", answer))
    assert ties > CASES // 4
    check(cases)


@pytest.mark.parametrize("operation,sign", [("add", 1), ("subtract", -1)])
def test_sums(operation, sign):
    random = Random(operation)
    pairs = [(random.choice(EDGES), random.choice(EDGES)) for _ in range(CASES)]
    pairs += [(micro(random), micro(random)) for _ in range(CASES)]
    for _ in range(CASES // 10):  # to the limit, and just past it
        a = micro(random)
        end = random.choice((-1, 1)) * (LIMIT + random.randint(-1, 1))
        b = (end - a) * sign
        if abs(b) <= LIMIT:
            pairs.append((a, b))
    check(
        [
            (f"{operation} {literal(a)} {literal(b)}", decimal_or_error(a + sign * b))
            for a, b in pairs
        ]
    )


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_multiply(rounding):
    random = Random("multiply")
    pairs = [(micro(random), micro(random)) for _ in range(2 * CASES)]
    pairs += [beside_tie(random, SCALE) for _ in range(CASES)]
    assert sum(a * b % SCALE == SCALE // 2 for a, b in pairs) > CASES // 4
    check(
        [
            (
                f"multiply {literal(a)} {literal(b)} {rounding}",
                decimal_or_error(rounded(Fraction(a * b, SCALE), rounding)),
            )
            for a, b in pairs
        ]
    )


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_mul_div(rounding):
    random = Random("mul_div")
    triples = [(micro(random), micro(random), micro(random)) for _ in range(2 * CASES)]
    edges = [edge for edge in EDGES if abs(edge) < 4 or abs(edge) > 10**18]
    triples += [tuple(random.choice(edges) for _ in "abc") for _ in range(CASES)]
    for _ in range(CASES):
        divisor = even_divisor(random)
        triples.append((*beside_tie(random, divisor), random.choice((-1, 1)) * divisor))
    triples = [t for t in triples if max(map(abs, t)) <= LIMIT]
    assert sum(c != 0 and 2 * (a * b % abs(c)) == abs(c) for a, b, c in triples) > CASES // 4

    def answer(a, b, c):
        if c == 0:
            return "error decimal.zero_divisor"
        return decimal_or_error(rounded(Fraction(a * b, c), rounding))

    check(
        [
            (f"mul_div {literal(a)} {literal(b)} {literal(c)} {rounding}", answer(a, b, c))
            for a, b, c in triples
        ]
    )


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_divide_128_bits(rounding):
    random = Random("divide")

    def wide():
        value = random.getrandbits(random.randint(1, 127))
        if random.random() < 0.3:
            value = random.choice((0, 1, 2, 2**63, 2**64, 2**126, INT128 - 2, INT128 - 1))
        return value

    pairs = [(-INT128, 1), (-INT128, 2), (-INT128, INT128 - 1), (INT128 - 1, 2)]
    while len(pairs) < 2 * CASES:
        over, under = random.choice((-1, 1)) * wide(), max(wide(), 1)
        if random.random() < 0.5:  # at or beside a tie
            over = over // under * under + under // 2 + random.choice((-1, 0, 1))
        if -INT128 <= over < INT128:
            pairs.append((over, under))

    def bits(value):
        return f"{value % 2**128:032x}"

    check(
        [
            (
                f"divide {bits(over)} {bits(under)} {rounding}",
                bits(rounded(Fraction(over, under), rounding)),
            )
            for over, under in pairs
        ]
    )


def int64(random):
    if random.random() < 0.3:
        edge = random.choice((0, 1, 2, 3, 100, 109, 10**6, 2**62, INT64 - 2, INT64 - 1, INT64))
        value = edge if edge < INT64 else -INT64
    else:
        value = random.getrandbits(random.randint(1, 63))
    return -value if value > -INT64 and random.random() < 0.5 else value


def read_ratio(text):
    """What Ratio::parse is to answer."""
    whole = re.fullmatch(r"(-?[0-9]+)(?:/([0-9]+))?", text)
    if whole:
        above, below = int(whole[1]), int(whole[2] or 1)
        if not -INT64 <= above < INT64 or below >= INT64:
            return "error ratio.range"
        return ratio_or_error(Fraction(above, below)) if below else "error ratio.zero_denominator"
    figure = re.fullmatch(r"(-?[0-9]+(?:\.[0-9]{1,6})?)(%?)", text)
    if not figure:
        return "error ratio.syntax"
    value = Fraction(figure[1])
    if abs(value * SCALE) > LIMIT:
        return "error ratio.range"
    return ratio_or_error(value / 100 if figure[2] else value)


def test_ratio_parse():
    random = Random("ratio")
    decimals = texts_of_decimals(random)
    noise = ["", "/", "%", "-", "+", " ", "0", ".", "％", "／", "\0", "1e3", "3/4"]
    texts = []
    for _ in range(CASES):
        texts.append(next(decimals) + random.choice(("", "", "%", "%", "/7", "%%")))
        texts.append(f"{int64(random)}/{abs(int64(random))}")
        at = random.randint(0, len(texts[-1]))
        texts.append(texts[-1][:at] + random.choice(noise) + texts[-1][at + 1 :])
    check([(f"ratio {free(text)}", read_ratio(text)) for text in texts])


def test_ratio_make():
    random = Random("make")
    pairs = [(int64(random), int64(random)) for _ in range(CASES)]
    for _ in range(CASES):  # with a common factor
        factor = random.choice((-1, 1)) * random.randrange(1, 2 ** random.randint(1, 40))
        pair = tuple(random.randint(-(INT64 // abs(factor)), INT64 // abs(factor)) for _ in "nd")
        pairs.append(tuple(min(part * factor, INT64 - 1) for part in pair))
    check(
        [
            (
                f"make {n} {d}",
                ratio_or_error(Fraction(n, d)) if d else "error ratio.zero_denominator",
            )
            for n, d in pairs
        ]
    )


def test_ratio_of_decimals():
    random = Random("of")
    pairs = [(micro(random), micro(random)) for _ in range(CASES)] + [(1, 0), (0, 0)]
    cases = [
        (
            f"of {literal(a)} {literal(b)}",
            ratio_or_error(Fraction(a, b)) if b else "error ratio.zero_denominator",
        )
        for a, b in pairs
    ]
    check(cases + [(f"of_one {literal(a)}", ratio_text(Fraction(a, SCALE))) for a, _ in pairs])


def test_ratio_compare():
    random = Random("compare")
    pairs = []
    while len(pairs) < 3 * CASES:
        left = Fraction(int64(random), max(abs(int64(random)), 1) % INT64 or 1)
        right = Fraction(int64(random), max(abs(int64(random)), 1) % INT64 or 1)
        kind = random.random()
        if kind < 0.2:
            right = left
        elif kind < 0.7 and left.denominator > 2:  # the nearest one with a smaller denominator
            below = pow(left.numerator, -1, left.denominator)
            right = Fraction((left.numerator * below - 1) // left.denominator, below)
        if "range" not in ratio_or_error(left) + ratio_or_error(right):
            pairs.append(random.choice(((left, right), (right, left))))
    check(
        [
            (
                f"compare {ratio_text(left)} {ratio_text(right)}",
                f"{(left > right) - (left < right)} {'same' if left == right else 'other'}",
            )
            for left, right in pairs
        ]
    )


@pytest.mark.parametrize("rounding", ROUNDINGS)
def test_ratio_times(rounding):
    random = Random("times")
    pairs = [
        (Fraction(int64(random), max(abs(int64(random)) % INT64, 1)), micro(random))
        for _ in range(2 * CASES)
    ]
    for _ in range(CASES):
        divisor = even_divisor(random)
        over, factor = beside_tie(random, divisor)
        pairs.append((Fraction(over, divisor), factor))
    ties = sum((2 * value * factor).denominator == 1 != (value * factor).denominator
               for value, factor in pairs)
    assert ties > CASES // 4
    check(
        [
            (
                f"times {ratio_text(value)} {literal(factor)} {rounding}",
                decimal_or_error(rounded(value * factor, rounding)),
            )
            for value, factor in pairs
        ]
    )
