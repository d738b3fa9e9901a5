// Measures how fast npm's @sd-jwt/core issues and verifies the first of samples.json.
//
// One process, one thread, warmed up. Prints one line a figure: {"name": …, "value": …, "unit": "/s"}.

import { deepStrictEqual } from "node:assert";
import { randomBytes } from "node:crypto";
import { frame, issuer, keyPair, samples, verifier } from "./sdjwt.mjs";

const count = 1000;

async function rate(name, work) {
  for (let number = 0; number < count; number++) await work(number);
  const start = performance.now();
  const results = [];
  for (let number = 0; number < count; number++) results.push(await work(number));
  const value = (count * 1000) / (performance.now() - start);
  console.log(JSON.stringify({ name: `${name}/npm @sd-jwt/core`, value, unit: "/s" }));
  return results;
}

const [sample] = samples;
const { key, publicKey } = keyPair(randomBytes(32).toString("base64url"));
const [issuing, verifying] = [issuer(key), verifier(publicKey)];
const issued = await rate("issue", () => issuing.issue(sample.claims, frame(sample.claims, sample)));
const verified = await rate("verify", (number) => verifying.verify(issued[number]));
deepStrictEqual(verified[0].payload, sample.claims);
