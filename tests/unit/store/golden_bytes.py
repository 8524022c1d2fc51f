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


def chunk():
    key = struct.pack(">IIII", 2024 * 100, 1 << 8 | 1, 1, 0)
    head = b"ACol" + struct.pack("<HHIIQQ24x", 1, 1, 4, 0, 1, 0)
    rows = struct.pack("<4q", 1_500_000, -2, 0, 9_200_000_000_000_000_000)
    return key, sealed(key, head + rows + struct.pack("<Q", 0b1011))


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


for name, (key, value) in (("chunk", chunk()), ("unit", unit())):
    print(name, key.hex(), value.hex())
