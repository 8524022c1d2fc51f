"""Every text for people has its Chinese in host/report/po/zh_CN.po, with the same places to fill.
host/report/po/update.py brings in what is missing."""

import importlib.util
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PO_DIR = ROOT / "host" / "report" / "po"
CATALOGUE = PO_DIR / "zh_CN.po"

PLACE = re.compile(r"\{[^{}]*\}")


def entries_of(text):
    """(msgid, msgstr, fuzzy) of each entry of a PO file, without the header."""
    found = []
    for block in re.split(r"\n\s*\n", text):
        lines = [line for line in block.splitlines() if not line.startswith("#~")]
        fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in lines)
        values, current = {}, None
        for line in lines:
            match = re.match(r'(?:(msgid|msgstr)\s+)?"(.*)"$', line)
            if not match:
                continue
            current = match[1] or current
            values[current] = values.get(current, "") + match[2]
        if values.get("msgid"):
            found.append((values["msgid"], values.get("msgstr", ""), fuzzy))
    return found


@pytest.fixture(scope="module", name="sources")
def texts_of_the_sources(tmp_path_factory):
    spec = importlib.util.spec_from_file_location("update", PO_DIR / "update.py")
    update = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(update)
    template = tmp_path_factory.mktemp("po") / "assay.pot"
    update.extract(template)
    return [msgid for msgid, _, _ in entries_of(template.read_text(encoding="utf-8"))]


@pytest.fixture(scope="module", name="catalogue")
def entries_of_the_catalogue():
    return entries_of(CATALOGUE.read_text(encoding="utf-8"))


def test_entries_are_read_as_gettext_means_them():
    text = ('msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n\n'
            '#, fuzzy\nmsgid ""\n"a "\n"{b}"\nmsgstr "甲{b}"\n\nmsgid "c"\nmsgstr ""\n\n'
            '#~ msgid "d"\n#~ msgstr "丁"\n')
    assert entries_of(text) == [("a {b}", "甲{b}", True), ("c", "", False)]


def test_every_text_is_translated(sources, catalogue):
    assert len(sources) > 20
    done = {msgid for msgid, msgstr, fuzzy in catalogue if msgstr and not fuzzy}
    missing = [text for text in sources if text not in done]
    assert not missing, "run host/report/po/update.py and translate:\n" + "\n".join(missing)


def test_no_translation_is_left_over(sources, catalogue):
    left = [msgid for msgid, _, _ in catalogue if msgid not in set(sources)]
    assert not left, "host/report/po/update.py removes these:\n" + "\n".join(left)
    assert "#~" not in CATALOGUE.read_text(encoding="utf-8")


def test_translations_fill_the_same_places(catalogue):
    wrong = [f"{msgid}\n  {msgstr}" for msgid, msgstr, _ in catalogue
             if msgstr and set(PLACE.findall(msgid)) != set(PLACE.findall(msgstr))]
    assert not wrong, "\n".join(wrong)


def test_texts_are_literals():
    """xgettext sees only what is written out between the brackets."""
    wrong = []
    for path in sorted((ROOT / "host").rglob("*.?pp")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if re.search(r'(?<!define )ASSAY_TEXT\((?!\s*"|\s*$)', line.split("//")[0]):
                wrong.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert not wrong, "\n".join(wrong)
