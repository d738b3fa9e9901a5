// @sd-jwt/core from the directory that `cargo xtask test` installed it in, and what it wants to be given:
// hashing, salts, Ed25519 (RFC 8032) from node itself.

import { createHash, createPrivateKey, createPublicKey, randomBytes, sign, verify } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.COS_INTEROP_DIR, "package.json"));
const { FlattenJSON, SDJwtInstance } = require("@sd-jwt/core");

/** What is issued: claims and which of them are disclosable. */
export const samples = JSON.parse(readFileSync(new URL("samples.json", import.meta.url)));

/** The library's way to say which members and elements below `value` are to be disclosable. */
export function frame(value, { disclosable, decoys }, path = []) {
  if (value === null || typeof value !== "object") return undefined;
  const result = {};
  const keys = Object.keys(value).map((key) => (Array.isArray(value) ? Number(key) : key));
  const hidden = keys.filter((key) => disclosable.includes([...path, key].join(".")));
  if (hidden.length > 0) result._sd = hidden;
  if (hidden.length > 0 && decoys) result._sd_decoy = 3;
  for (const key of keys) {
    const inner = frame(value[key], { disclosable, decoys }, [...path, key]);
    if (inner) result[key] = inner;
  }
  return Object.keys(result).length > 0 ? result : undefined;
}

/** The private key of a 32-byte seed, and its public half, in base64url. */
export function keyPair(seed) {
  // PKCS#8 has no shorter spelling of an Ed25519 key than this fixed prefix and the seed (RFC 8410 §7).
  const prefix = Buffer.from("302e020100300506032b657004220420", "hex");
  const der = Buffer.concat([prefix, Buffer.from(seed, "base64url")]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  return { key, publicKey: createPublicKey(key).export({ format: "jwk" }).x };
}

const hashing = {
  hasher: (data, algorithm) => createHash(algorithm.replace("-", "")).update(Buffer.from(data)).digest(),
  hashAlg: "sha-256",
  saltGenerator: (length) => randomBytes(length).toString("base64url"),
};

/** An instance that issues with a private key. */
export function issuer(key) {
  const signer = (data) => sign(null, Buffer.from(data), key).toString("base64url");
  return new SDJwtInstance({ ...hashing, signer, signAlg: "EdDSA" });
}

/** An instance that verifies with a public key in base64url. */
export function verifier(x) {
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const check = (data, signature) => verify(null, Buffer.from(data), key, Buffer.from(signature, "base64url"));
  return new SDJwtInstance({ ...hashing, verifier: check });
}

/** The compact form of an SD-JWT that may be given as flattened JSON. */
export function compact(sdJwt) {
  return typeof sdJwt === "string" ? sdJwt : FlattenJSON.fromSerialized(sdJwt).toEncoded();
}
