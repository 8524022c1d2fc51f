"""Sums up test results: `summary.py ctest.xml…` prints "N passed, N failed".

A ctest test that ran pytest counts as its cases, every other one as itself. Exits with 1 when
anything failed or nothing ran.
"""

import re
import sys
import xml.etree.ElementTree as xml

# The last line of `pytest -q`: "3 failed, 12 passed, 1 skipped in 0.52s".
PYTEST_LINE = re.compile(r"^=*\s*((?:\d+ [a-z]+(?:, )?)+) in [0-9.]+s", re.MULTILINE)


def counts_of(case):
    """(passed, failed) of one ctest test."""
    failed = case.find("failure") is not None or case.get("status") in ("fail", "notrun")
    lines = PYTEST_LINE.findall(case.findtext("system-out") or "")
    words = dict(reversed(part.split(" ")) for part in lines[-1].split(", ")) if lines else {}
    if not words:
        return int(not failed), int(failed)
    wrong = sum(int(words.get(word, 0)) for word in ("failed", "error", "errors"))
    return int(words.get("passed", 0)), max(wrong, int(failed))


def main(files):
    counts = [counts_of(case) for file in files for case in xml.parse(file).iter("testcase")]
    passed = sum(count[0] for count in counts)
    failed = sum(count[1] for count in counts)
    print(f"{passed} passed, {failed} failed")
    return int(failed > 0 or passed == 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
