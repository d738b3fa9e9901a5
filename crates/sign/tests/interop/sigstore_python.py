"""Has sigstore-python and securesystemslib look at bundles. Reads cases as JSON lines; says for each why it is refused, or nothing."""

import json
import sys
from hashlib import sha256
from pathlib import Path

from cryptography.hazmat.primitives.serialization import load_pem_public_key
from securesystemslib.dsse import Envelope
from securesystemslib.signer import SSlibKey
from sigstore.models import Bundle, ClientTrustConfig
from sigstore.verify import Verifier, policy


def subjects(payload: bytes) -> list[str]:
    return [subject["digest"]["sha256"] for subject in json.loads(payload)["subject"]]


def with_certificate(case: dict) -> bytes:
    config = ClientTrustConfig.from_json(Path(case["config"]).read_text())
    bundle = Bundle.from_json(Path(case["bundle"]).read_bytes())
    who = policy.Identity(identity=case["san"], issuer=case["issuer"])
    _, payload = Verifier(trusted_root=config.trusted_root).verify_dsse(bundle, who)
    return payload


def with_key(case: dict) -> bytes:
    bundle = json.loads(Path(case["bundle"]).read_bytes())
    hint = bundle["verificationMaterial"]["publicKey"]["hint"]
    key = SSlibKey.from_crypto(load_pem_public_key(Path(case["key"]).read_bytes()), keyid=hint)
    envelope = Envelope.from_dict(bundle["dsseEnvelope"])
    envelope.verify([key], 1)
    return envelope.payload


for line in sys.stdin:
    case = json.loads(line)
    try:
        payload = with_key(case) if case.get("key") else with_certificate(case)
        digest = sha256(Path(case["file"]).read_bytes()).hexdigest()
        refusal = None if digest in subjects(payload) else "no subject for digest " + digest
    except Exception as error:  # Whatever it is, the bundle is not accepted; the test looks at the words.
        refusal = f"{type(error).__name__}: {error}"
    print(json.dumps(refusal), flush=True)
