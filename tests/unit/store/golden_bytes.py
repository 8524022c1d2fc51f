#!/usr/bin/python3
"""Prints the bytes that chunk_test.cpp and entry_codec_test.cpp expect, computed without the code
under test: struct for the layout, Cap'n Proto's own `capnp encode` for the message, and the XXH3
of the system's libxxhash. Run it from the root of the project."""
import ctypes
import struct
import subprocess

xxhash = ctypes.CDLL("libxxhash.so.0")
xxhash.XXH3_64bits.restype = ctypes.c_uint64
xxhash.XXH3_64bits.argtypes = [ctypes.c_char_p, ctypes.c_size_t]


def sealed(key, rest):
    whole = key + rest
    return struct.pack("<Q", xxhash.XXH3_64bits(whole, len(whole))) + rest


CHUNK_KEY = struct.pack(">IIII", 2024 * 100, 1 << 8 | 1, 1, 0)


def old_chunk():
    head = b"ACol" + struct.pack("<HHIIQ", 1, 1, 4, 0, 1) + bytes(32)
    rows = struct.pack("<4q", 1_500_000, -2, 0, 9_200_000_000_000_000_000)
    return CHUNK_KEY, sealed(CHUNK_KEY, head + rows + struct.pack("<Q", 0b1011))


def chunk(figures, step):
    """Figures by row, of which None is none; a step of 0 for 64-bit figures."""
    there = [figure for figure in figures if figure is not None]
    least = min(there)
    head = b"ACol" + struct.pack("<HHQQ", 2 if step else 1, 2, 1, 6)
    body = struct.pack("<IIIIqq", len(figures), len(there), step, 0, least, max(there))
    for figure in figures:
        if step:
            body += struct.pack("<I", 0 if figure is None else (figure - least) // step)
        else:
            body += struct.pack("<q", figure or 0)
    body += bytes(-len(body) % 8)
    if len(there) < len(figures):
        bits = sum(1 << row for row, figure in enumerate(figures) if figure is not None)
        body += bits.to_bytes((len(figures) + 63) // 64 * 8, "little")
    return CHUNK_KEY, sealed(CHUNK_KEY, head + body)


def delta(value):
    key = struct.pack(">IIIIII", 2024 * 100, 1 << 8 | 1, 1, 0, 3, 0)
    cleared = 1 << 63 if value is None else 0
    return key, sealed(key, struct.pack("<qQ", value or 0, 258 | cleared))


def unit():
    key = struct.pack(">Q", 1)
    text = (
        '(code="qindu",name="秦都",type="county",parent="xianyang",from=20030101,to=0,'
        'successor="",tags=["城区","东部"],ordinal=0)'
    )
    message = subprocess.run(
        ["capnp", "encode", "host/store/records.capnp", "Unit"],
        input=text.encode(), capture_output=True, check=True).stdout
    return key, sealed(key, b"ARec" + struct.pack("<HH", 4, 1) + message)


for name, (key, value) in (
        ("packed chunk", chunk((1_500_000, -20_000, None, 9_200_000_000_000), 10_000)),
        ("packed chunk without a gap", chunk((500_000_000, 502_000_000, 499_000_000), 1_000_000)),
        ("chunk", chunk((1_500_000, -2, None, 9_200_000_000_000_000_000), 0)),
        ("chunk of version 1", old_chunk()),
        ("delta", delta(-2)), ("cleared", delta(None)), ("unit", unit())):
    print(name, key.hex(), value.hex())
