"""The rules of docs/ARCHITECTURE.md that a machine can check: who includes whom, whose library is
whose, how long files and functions are, and that what the documents name exists."""

import os
import pathlib
import re

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]

# Folders of one entry never include each other; everything to the left may be included.
LAYERS = [
    ["base"],
    ["model"],
    ["audit"],
    ["store", "exchange", "scheme", "score", "report", "plugin"],
    ["package"],
    ["assess"],
    ["pipeline"],
    ["cli"],
]
LEVEL = {folder: level for level, folders in enumerate(LAYERS) for folder in folders}

# Third-party headers and the folders that may include them.
OWNERS = {
    r"lmdb\.h|store/.*\.capnp\.h": {"store"},
    r"archive(_entry)?\.h|package/.*\.capnp\.h": {"package"},
    r"capnp/.*|kj/.*": {"store", "package"},
    r"boost/.*": {"plugin"},
    r"yaml-cpp/.*": {"scheme"},
    r"CLI/.*": {"cli"},
    r"spdlog/.*": {"base"},
    r"sodium\.h|xxhash\.h|xxh_x86dispatch\.h": {"base"},
    r"rapidjson/.*": {"report"},
    r"csv\.h|iconv\.h": {"exchange"},
    r"uni(case|conv|norm|str|types|width)\.h": {"report", "exchange"},
    r"libintl\.h": {"cli"},
    r"hwy/.*": {"score"},
    r"assay/plugin\.h|assay/ext/.*": {"plugin"},
    r"kit/.*": {"cli"},
}
# Headers of the language and of POSIX are free to all.
FREE = re.compile(r"[a-z_0-9]+|(?:sys/)?[a-z]+\.h|"
                  r"(?:fcntl|unistd|locale|langinfo|dlfcn|stdint|stdbool|stddef)\.h")

SOURCES = (".c", ".h", ".cpp", ".hpp")
# A letter outside the first place, so that this file does not find itself.
MARKERS = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X|H[A]CK)\b")
# Paths of somebody's machine, numbers of a tracker, filler text.
BANNED = re.compile(r"/(w[o]rk|h[o]me|r[o]ot)/[a-z]|\bissue #?[0-9]+\b|\bl[o]rem ipsum\b",
                    re.IGNORECASE)

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.MULTILINE)


def files():
    """Files of the project, without what was built."""
    for folder, folders, names in os.walk(ROOT):
        here = pathlib.Path(folder).relative_to(ROOT)
        folders[:] = sorted(name for name in folders if name not in (".git", ".cache", "__pycache__")
                            and (here / name) != pathlib.Path("build"))
        yield from (here / name for name in sorted(names) if not name.endswith((".pyc", ".gz")))


FILES = list(files())
CODE = [path for path in FILES if path.suffix in SOURCES]


def text_of(path):
    return (ROOT / path).read_text(encoding="utf-8")


def includes_of(path):
    return [(quote == "<", name) for quote, name in INCLUDE.findall(text_of(path))]


def report(faults):
    assert not faults, "\n" + "\n".join(faults)


def host_files():
    return [path for path in CODE if path.parts[0] == "host"]


def test_there_is_code_to_check():
    assert len(host_files()) > 20


def test_host_folders_are_layers():
    folders = {path.parts[1] for path in host_files()}
    assert folders <= LEVEL.keys(), f"name these in LAYERS: {folders - LEVEL.keys()}"


def test_includes_go_downward_only():
    faults = []
    for path in host_files():
        folder = path.parts[1]
        for angled, name in includes_of(path):
            target = name.split("/")[0]
            if angled or target not in LEVEL or target == folder:
                continue
            if LEVEL[target] >= LEVEL[folder]:
                faults.append(f"{path} ({folder}) must not include {name}")
    report(faults)


def test_third_party_headers_stay_with_their_owner():
    faults = []
    for path in host_files():
        folder = path.parts[1]
        for angled, name in includes_of(path):
            if not angled and name.split("/")[0] in LEVEL and not name.endswith(".capnp.h"):
                continue
            owners = next((who for what, who in OWNERS.items() if re.fullmatch(what, name)), None)
            if owners is None and not FREE.fullmatch(name):
                faults.append(f"{path}: nobody owns {name}; name its owner in OWNERS")
            elif owners is not None and folder not in owners:
                faults.append(f"{path}: {name} belongs to {', '.join(sorted(owners))}")
    report(faults)


def test_plugins_include_only_sdk_and_standard_library():
    faults = []
    for path in CODE:
        if path.parts[0] != "plugins":
            continue
        own = {other.name for other in CODE if other.parts[:2] == path.parts[:2]}
        for angled, name in includes_of(path):
            ours = name.startswith("assay/") or (not angled and name.split("/")[-1] in own)
            if not ours and not re.fullmatch(r"[a-z_0-9]+(\.h)?", name):
                faults.append(f"{path}: a plugin must not include {name}")
    report(faults)


def test_sdk_includes_only_itself_and_the_standard_library():
    faults = []
    for path in CODE:
        if path.parts[0] != "sdk" or path.parts[1] == "kit":
            continue
        for _, name in includes_of(path):
            if not name.startswith("assay/") and not re.fullmatch(r"[a-z_0-9]+(\.h)?", name):
                faults.append(f"{path}: the SDK must not include {name}")
    report(faults)


def test_the_kit_includes_the_base_layer_and_the_abi_only():
    libraries = r"gelf\.h|libelf\.h|elf\.h|link\.h"
    faults = []
    for path in CODE:
        if path.parts[:2] != ("sdk", "kit"):
            continue
        for angled, name in includes_of(path):
            ours = not angled and re.match(r"kit/|base/|assay/(plugin\.h|ext/)", name)
            if not ours and not FREE.fullmatch(name) and not re.fullmatch(libraries, name):
                faults.append(f"{path}: the kit must not include {name}")
    report(faults)


def test_nothing_includes_tests():
    report([f"{path}: {name}" for path in CODE if path.parts[0] != "tests"
            for _, name in includes_of(path) if name.startswith(("tests/", "unit/"))])


def test_no_circle_of_includes():
    known = {"/".join(path.parts[1:]): path for path in host_files()}
    edges = {path: [known[name] for _, name in includes_of(path) if name in known]
             for path in known.values()}
    done, trail = set(), []

    def visit(path):
        if path in trail:
            pytest.fail(" → ".join(map(str, trail[trail.index(path):] + [path])))
        if path in done:
            return
        trail.append(path)
        for target in edges[path]:
            visit(target)
        trail.pop()
        done.add(path)

    for path in edges:
        visit(path)


def test_link_graph_goes_downward_only():
    """CMake may not link what the includes may not use."""
    faults = []
    for folder, level in LEVEL.items():
        for name in re.findall(r"assay::([a-z]+)", text_of(f"host/{folder}/CMakeLists.txt")):
            if name in LEVEL and name != folder and LEVEL[name] >= level:
                faults.append(f"host/{folder}/CMakeLists.txt must not link assay::{name}")
    report(faults)


def test_headers_open_with_pragma_once():
    report([f"{path}: open with #pragma once" for path in host_files()
            if path.suffix == ".hpp" and not text_of(path).startswith("#pragma once\n")])


def test_every_source_is_built():
    """A .cpp that no CMakeLists.txt names would rot unseen."""
    lists = {path.parent: text_of(path) for path in FILES if path.name == "CMakeLists.txt"}
    faults = []
    for path in CODE:
        if path.suffix not in (".c", ".cpp") or path.parts[:2] == ("tests", "abi"):
            continue
        near = "".join(text for folder, text in lists.items()
                       if folder in path.parents and folder != pathlib.Path("."))
        if path.name not in near:
            faults.append(f"{path}: no CMakeLists.txt above it names it")
    report(faults)


def test_files_are_short():
    faults = []
    for path in FILES:
        if path.suffix in SOURCES + (".py", ".cmake") or path.name in ("dev", "CMakeLists.txt"):
            lines = text_of(path).count("\n")
            if lines > 600:
                faults.append(f"{path}: {lines} lines, more than 600")
    report(faults)


def test_no_unfinished_marks():
    faults = []
    for path in FILES:
        if path.suffix in (".csv", ".po", ".pot"):
            continue
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if MARKERS.search(line):
                faults.append(f"{path}:{number}: {line.strip()}")
    report(faults)


def test_no_banned_words():
    faults = []
    for path in FILES:
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if BANNED.search(line):
                faults.append(f"{path}:{number}: {line.strip()[:100]}")
    report(faults)


def documents():
    return [path for path in FILES if path.suffix == ".md"]


def named_paths(document):
    """Paths of the project in back quotes, and targets of links, as written in `document`."""
    text = re.sub(r"^```.*?^```", "", text_of(document), flags=re.MULTILINE | re.DOTALL)
    for name in re.findall(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if not re.match(r"[a-z]+:", name):
            yield name, [document.parent / name]
    tops = {path.parts[0] for path in FILES}
    for name in re.findall(r"`([^`\s]+)`", text):
        if "/" in name and name.split("/")[0] in tops and not re.search(r"[<>*…{}$]", name):
            yield name, [pathlib.Path(name)]


def test_paths_named_in_documents_exist():
    faults = []
    for document in documents():
        for name, places in named_paths(document):
            if not any((ROOT / place).exists() for place in places):
                faults.append(f"{document}: {name} does not exist")
    report(faults)


def test_architecture_names_every_folder_of_host():
    text = text_of("docs/ARCHITECTURE.md")
    report([f"docs/ARCHITECTURE.md does not tell of host/{folder}" for folder in LEVEL
            if f"`host/{folder}`" not in text])
