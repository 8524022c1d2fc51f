"""Feeds operations to the C++ driver and compares each answer with the expected one."""

import os
import subprocess


def free(text):
    """Free text (str or bytes) as the driver takes it."""
    return ":" + (text if isinstance(text, bytes) else text.encode()).hex()


def check(cases):
    """Runs `cases`, a list of (line, expected answer), and shows the first few that differ."""
    assert len(cases) >= 20_000
    lines = "".join(line + "\n" for line, _ in cases)
    done = subprocess.run(
        [os.environ["ASSAY_ARITHMETIC_DRIVER"]],
        input=lines.encode(),
        capture_output=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    answers = done.stdout.decode().splitlines()
    assert len(answers) == len(cases)
    wrong = [
        f"{line}: got {answer}, expected {expected}"
        for (line, expected), answer in zip(cases, answers)
        if answer != expected
    ]
    assert not wrong, f"{len(wrong)} of {len(cases)} differ, such as\n" + "\n".join(wrong[:10])
