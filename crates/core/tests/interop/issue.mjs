// Issues SD-JWTs with npm's @sd-jwt/core.
//
// Reads one JSON object on standard input: {"count": 8, "seed": "<32 bytes in base64url>", "kid": "acme/notary-1+…"}.
// Writes one line for each SD-JWT, going round samples.json: {"sd_jwt": …, "flattened": …, "public_key": …,
// "claims": …}, where "claims" is what a verifier must find when everything is disclosed. Salts are random.

import { readFileSync } from "node:fs";
import { frame, issuer, keyPair, samples } from "./sdjwt.mjs";

const request = JSON.parse(readFileSync(0));
const { key, publicKey } = keyPair(request.seed);
const instance = issuer(key);
for (let number = 0; number < request.count; number++) {
  const sample = samples[number % samples.length];
  const header = { typ: "cos-receipt+sd-jwt", kid: request.kid };
  const sdJwt = await instance.issue(sample.claims, frame(sample.claims, sample), { header });
  const flattened = instance.toFlattenJSON(sdJwt).toJson();
  console.log(JSON.stringify({ sd_jwt: sdJwt, flattened, public_key: publicKey, claims: sample.claims }));
}
