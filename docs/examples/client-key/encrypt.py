"""Encrypts your customer's key for Vidimus' widget: `cryptography` (pip install cryptography).

    SCENARIO_SECRET=whsec_... python3 encrypt.py customer-7
"""
import base64
import hashlib
import hmac
import json
import os
import sys
import time

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# How long a page may take to begin with it.
LIFETIME_SECONDS = 15 * 60


def to_base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def encrypt_client_key(client_key: str, secret: str) -> str:
    """The key as JWE, to be given to `Vidimus.open` as `clientKey`. Make one for each page: it is good for fifteen minutes."""
    secret_bytes = base64.b64decode(secret.removeprefix("whsec_"))
    # HKDF-SHA256 (RFC 5869) without salt; 32 bytes are its first block.
    extracted = hmac.new(bytes(32), secret_bytes, hashlib.sha256).digest()
    key = hmac.new(extracted, b"vidimus client key encryption v1" + b"\x01", hashlib.sha256).digest()
    kid = hashlib.sha256(key).hexdigest()[:16]
    protected = to_base64url(json.dumps({"alg": "dir", "enc": "A256GCM", "kid": kid}).encode())
    content = json.dumps({"clientKey": client_key, "exp": int(time.time()) + LIFETIME_SECONDS})
    # A nonce must never be used twice with one key: always by chance.
    nonce = os.urandom(12)
    sealed = AESGCM(key).encrypt(nonce, content.encode(), protected.encode("ascii"))
    return f"{protected}..{to_base64url(nonce)}.{to_base64url(sealed[:-16])}.{to_base64url(sealed[-16:])}"


if __name__ == "__main__":
    print(encrypt_client_key(sys.argv[1], os.environ["SCENARIO_SECRET"]))
