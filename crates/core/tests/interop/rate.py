"""Measures how fast the Python reference implementation issues and verifies the first of samples.json.

One process, one thread, no start-up counted. Prints one line a figure: {"name": …, "value": …, "unit": "/s"}.
"""

import json
import time

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwcrypto.jwk import JWK
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier

from issue import SAMPLES, marked

COUNT = 1_000


def rate(name, work):
    start = time.perf_counter()
    results = [work(number) for number in range(COUNT)]
    value = COUNT / (time.perf_counter() - start)
    print(json.dumps({"name": f"{name}/python sd-jwt", "value": value, "unit": "/s"}))
    return results


key = JWK.from_pyca(Ed25519PrivateKey.generate())
sample = SAMPLES[0]
disclosable = set(sample["disclosable"])


def issue(number):
    claims = marked(sample["claims"], disclosable)
    return SDJWTIssuer(claims, key, sign_alg="EdDSA", add_decoy_claims=True).sd_jwt_issuance


issued = rate("issue", issue)
verified = rate(
    "verify", lambda n: SDJWTVerifier(issued[n], lambda issuer, header: key).get_verified_payload()
)
assert all(claims == sample["claims"] for claims in verified)
