// Measures how fast npm's @sd-jwt/core issues the first of samples.json and verifies receipts.jsonl.
//
// One process, one thread, warmed up. Prints one line a figure: {"name": …, "value": …, "unit": "/s"}.

import { ok } from "node:assert";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
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
const issuing = issuer(keyPair(randomBytes(32).toString("base64url")).key);
await rate("issue", () => issuing.issue(sample.claims, frame(sample.claims, sample)));

const lines = readFileSync(new URL("receipts.jsonl", import.meta.url), "utf8").trimEnd().split("\n");
const receipts = lines.map((line) => JSON.parse(line));
const verifying = verifier(receipts[0].public_key);
const verified = await rate("verify", (number) => verifying.verify(receipts[number % receipts.length].sd_jwt));
ok(verified.every(({ payload }) => payload.decision === "deny" && payload.cost));
