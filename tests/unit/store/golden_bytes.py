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


def chunk(version):
    key = struct.pack(">IIII", 2024 * 100, 1 << 8 | 1, 1, 0)
    figures = (1_500_000, -2, 9_200_000_000_000_000_000)
    seq = 6 if version > 1 else 0
    bounds = (len(figures), 0, min(figures), max(figures)) if version > 1 else (0, 0, 0, 0)
    head = b"ACol" + struct.pack("<HHIIQQIIqq", 1, version, 4, 0, 1, seq, *bounds)
    rows = struct.pack("<4q", figures[0], figures[1], 0, figures[2])
    return key, sealed(key, head + rows + struct.pack("<Q", 0b1011))


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


for name, (key, value) in (("chunk", chunk(2)), ("chunk of version 1", chunk(1)),
                           ("delta", delta(-2)), ("cleared", delta(None)), ("unit", unit())):
    print(name, key.hex(), value.hex())
