// Verifies SD-JWTs with npm's @sd-jwt/core.
//
// Reads lines {"sd_jwt": …, "public_key": "<32 bytes in base64url>"} on standard input, "sd_jwt" in compact form or as a
// flattened JSON object, and answers each with {"ok": true, "claims": …} or {"ok": false, "error": …}.
// The key is the caller's word, never the token's.

import { createInterface } from "node:readline";
import { compact, verifier } from "./sdjwt.mjs";

async function answer(line) {
  try {
    const request = JSON.parse(line);
    const { payload } = await verifier(request.public_key).verify(compact(request.sd_jwt));
    return { ok: true, claims: payload };
  } catch (error) {
    // Whatever the library throws is its way to say no.
    return { ok: false, error: String(error) };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(line)));
}
