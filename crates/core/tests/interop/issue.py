"""Issues SD-JWTs with the Python reference implementation.

Reads one JSON object on standard input: {"count": 8, "seed": "<32 bytes in base64url>", "kid": "acme/notary-1+…"}.
Writes one line for each SD-JWT, going round samples.json: {"sd_jwt": …, "public_key": …, "claims": …}, where
"claims" is what a verifier must find when everything is disclosed. Salts are random.
"""

import json
import pathlib
import sys
from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.issuer import SDJWTIssuer

SAMPLES = json.loads(pathlib.Path(__file__).with_name("samples.json").read_text())


def marked(value, disclosable, path=()):
    """Wraps what is to be disclosable as the library wants it: keys of objects, elements of arrays."""

    def wrap(inner, key):
        return SDObj(inner) if ".".join((*path, str(key))) in disclosable else inner

    if isinstance(value, dict):
        return {wrap(key, key): marked(item, disclosable, (*path, key)) for key, item in value.items()}
    if isinstance(value, list):
        items = enumerate(value)
        return [wrap(marked(item, disclosable, (*path, str(number))), number) for number, item in items]
    return value


def main():
    request = json.loads(sys.stdin.read())
    private = Ed25519PrivateKey.from_private_bytes(urlsafe_b64decode(request["seed"] + "=="))
    public = urlsafe_b64encode(private.public_key().public_bytes_raw()).decode().rstrip("=")
    key = JWK.from_pyca(private)
    header = {"typ": "cos-receipt+sd-jwt", "kid": request["kid"]}
    for number in range(request["count"]):
        sample = SAMPLES[number % len(SAMPLES)]
        issuer = SDJWTIssuer(
            marked(sample["claims"], set(sample["disclosable"])),
            key,
            sign_alg="EdDSA",
            add_decoy_claims=sample["decoys"],
            extra_header_parameters=header,
        )
        line = {"sd_jwt": issuer.sd_jwt_issuance, "public_key": public, "claims": sample["claims"]}
        print(json.dumps(line))


if __name__ == "__main__":
    main()
