"""Verifies SD-JWTs with the Python reference implementation.

Reads lines {"sd_jwt": …, "public_key": "<32 bytes in base64url>"} on standard input and answers each with
{"ok": true, "claims": …} or {"ok": false, "error": …}. The key is the caller's word, never the token's.
"""

import json
import sys

from jwcrypto.jwk import JWK
from sd_jwt.verifier import SDJWTVerifier


def answer(line):
    try:
        request = json.loads(line)
        key = JWK(kty="OKP", crv="Ed25519", x=request["public_key"])
        verifier = SDJWTVerifier(request["sd_jwt"], lambda issuer, header: key)
        return {"ok": True, "claims": verifier.get_verified_payload()}
    except Exception as error:  # Whatever the library raises is its way to say no.
        return {"ok": False, "error": f"{type(error).__name__}: {error}"}


for line in sys.stdin:
    print(json.dumps(answer(line)), flush=True)
