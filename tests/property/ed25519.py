"""Ed25519 in whole numbers, after RFC 8032 §5.1: slow, and not for secrets."""

import hashlib

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P


def recover_x(y, odd):
    """The x of a point, -x² + y² = 1 + d·x²·y², by its parity; None when there is none."""
    square = (y * y - 1) * pow(D * y * y + 1, -1, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P:
        return None
    return P - x if x % 2 != odd else x


BASE_Y = 4 * pow(5, -1, P) % P
BASE = (recover_x(BASE_Y, 0), BASE_Y)


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2 % P
    return (
        (x1 * y2 + x2 * y1) * pow(1 + t, -1, P) % P,
        (y1 * y2 + x1 * x2) * pow(1 - t, -1, P) % P,
    )


def times(scalar, point):
    total = (0, 1)
    while scalar:
        if scalar & 1:
            total = add(total, point)
        point = add(point, point)
        scalar >>= 1
    return total


def encode(point):
    x, y = point
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decode(data):
    number = int.from_bytes(data, "little")
    y = number % 2**255
    x = recover_x(y, number >> 255)
    return None if x is None else (x, y)


def hash_number(*parts):
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % ORDER


def expand(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
    return scalar, digest[32:]


def public_key(seed):
    return encode(times(expand(seed)[0], BASE))


def sign(seed, message):
    scalar, prefix = expand(seed)
    nonce = hash_number(prefix, message)
    point = encode(times(nonce, BASE))
    challenge = hash_number(point, public_key(seed), message)
    return point + ((nonce + challenge * scalar) % ORDER).to_bytes(32, "little")


def verify(key, message, signature):
    number = int.from_bytes(signature[32:], "little")
    point, nonce = decode(key), decode(signature[:32])
    if len(signature) != 64 or number >= ORDER or point is None or nonce is None:
        return False
    challenge = hash_number(signature[:32], key, message)
    return times(number, BASE) == add(nonce, times(challenge, point))
