"""Measures how fast the Python reference implementation issues the first of samples.json and verifies receipts.jsonl.

One process, one thread, no start-up counted. Prints one line a figure: {"name": …, "value": …, "unit": "/s"}.
"""

import json
import pathlib
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


def verify(number):
    sd_jwt = receipts[number % len(receipts)]["sd_jwt"]
    return SDJWTVerifier(sd_jwt, lambda issuer, header: public_key).get_verified_payload()


rate("issue", issue)
lines = pathlib.Path(__file__).with_name("receipts.jsonl").read_text().splitlines()
receipts = [json.loads(line) for line in lines]
public_key = JWK(kty="OKP", crv="Ed25519", x=receipts[0]["public_key"])
assert all(claims["decision"] == "deny" and claims["cost"] for claims in rate("verify", verify))
