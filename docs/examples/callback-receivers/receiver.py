"""A receiver of Vidimus' callbacks: the standard library, and `cryptography` (pip install cryptography) for encrypted bodies only.

    CALLBACK_SECRETS=whsec_... PORT=8080 python3 receiver.py
"""
import base64
import hashlib
import hmac
import json
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

try:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM
except ImportError:
    AESGCM = None


class Refused(Exception):
    pass


def key_of(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix("whsec_"))


def verify(headers, raw: bytes, secrets: list[str], tolerance_seconds: int) -> str:
    """The callback's id; raises Refused unless a signature fits a secret over exactly these bytes, and the time is near."""
    callback_id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    if not (timestamp.isascii() and timestamp.isdigit()):
        raise Refused("no time")
    if abs(time.time() - int(timestamp)) > tolerance_seconds:
        raise Refused("too old, or the clock is wrong")
    signed = f"{callback_id}.{timestamp}.".encode() + raw
    expected = [
        b"v1," + base64.b64encode(hmac.new(key_of(secret), signed, hashlib.sha256).digest())
        for secret in secrets
    ]
    signatures = headers.get("webhook-signature", "").encode().split(b" ")
    if not any(hmac.compare_digest(one, signature) for one in expected for signature in signatures):
        raise Refused("no signature fits")
    return callback_id


def encryption_key_of(secret: str) -> bytes:
    """HKDF-SHA256 (RFC 5869) without salt; 32 bytes are its first block."""
    extracted = hmac.new(bytes(32), key_of(secret), hashlib.sha256).digest()
    return hmac.new(extracted, b"vidimus callback encryption v1" + b"\x01", hashlib.sha256).digest()


def from_base64url(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def decrypt(jwe: str, secrets: list[str]) -> bytes:
    """The text of a body in JWE's compact form: header, no key, nonce, ciphertext, tag."""
    protected, wrapped_key, nonce, ciphertext, tag = jwe.split(".")
    header = json.loads(from_base64url(protected))
    if header.get("alg") != "dir" or header.get("enc") != "A256GCM" or wrapped_key != "":
        raise Refused("another encryption than was agreed")
    for key in map(encryption_key_of, secrets):
        if hashlib.sha256(key).hexdigest()[:16] == header.get("kid"):
            sealed = from_base64url(ciphertext) + from_base64url(tag)
            try:
                return AESGCM(key).decrypt(from_base64url(nonce), sealed, protected.encode("ascii"))
            except InvalidTag:
                raise Refused("the body was changed") from None
    raise Refused("encrypted under a secret that is not here yet")


SECRETS = os.environ["CALLBACK_SECRETS"].split(" ")
TOLERANCE_SECONDS = int(os.environ.get("CALLBACK_TOLERANCE_SECONDS", "300"))
# Yours is a table: an id that is there was dealt with.
SEEN: set[str] = set()


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers.get("content-length", "0")))
        try:
            callback_id = verify(self.headers, raw, SECRETS, TOLERANCE_SECONDS)
            if self.headers.get("content-type") == "application/jose":
                if AESGCM is None:
                    # It comes again: three days are enough to install what is missing.
                    self.send_error(501, "encrypted bodies need the package cryptography")
                    return
                raw = decrypt(raw.decode("ascii"), SECRETS)
            callback = json.loads(raw)
        except Refused as reason:
            self.send_error(401, str(reason))
            return
        # Put it away first and answer then: what was answered with 2xx does not come again.
        if callback_id not in SEEN:
            print(callback["type"], callback_id, callback["data"]["status"], flush=True)
            SEEN.add(callback_id)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_) -> None:
        pass


if __name__ == "__main__":
    if AESGCM is None:
        print("without the package cryptography: signatures are verified, encrypted bodies are skipped", flush=True)
    ThreadingHTTPServer(("127.0.0.1", int(os.environ.get("PORT", "8080"))), Receiver).serve_forever()
