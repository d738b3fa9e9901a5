// Has @sigstore/verify look at bundles. Reads cases as JSON lines; says for each why it is refused, or nothing.
import { createHash, createPublicKey } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.COS_INTEROP_DIR, "package.json"));
const { bundleFromJSON } = require("@sigstore/bundle");
const { TrustedRoot } = require("@sigstore/protobuf-specs");
const { Verifier, toSignedEntity, toTrustMaterial } = require("@sigstore/verify");

const read = (path) => JSON.parse(readFileSync(path, "utf8"));

function verify(test) {
  const bundle = bundleFromJSON(read(test.bundle));
  const root = TrustedRoot.fromJSON(read(test.config).trustedRoot);
  const key = test.key && createPublicKey(readFileSync(test.key, "utf8"));
  const until = test.until ? new Date(test.until) : undefined;
  const find = () => ({ publicKey: key, validFor: (time) => !until || time <= until });
  const material = toTrustMaterial(root, key ? find : undefined);
  const thresholds = key
    ? { tlogThreshold: 0, ctlogThreshold: 0, timestampThreshold: 1 }
    : { tlogThreshold: 1, ctlogThreshold: 1, timestampThreshold: 2 };
  const policy = key
    ? undefined
    : { subjectAlternativeName: test.san, extensions: { issuer: test.issuer } };
  new Verifier(material, thresholds).verify(toSignedEntity(bundle), policy);
  // The library does not compare the file with the subjects; who uses it has to.
  const digest = createHash("sha256").update(readFileSync(test.file)).digest("hex");
  const payload = JSON.parse(bundle.content.dsseEnvelope.payload.toString("utf8"));
  if (!payload.subject.some((subject) => subject.digest.sha256 === digest)) {
    throw new Error(`no subject for digest ${digest}`);
  }
}

for (const line of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  let refusal = null;
  try {
    verify(JSON.parse(line));
  } catch (error) {
    refusal = `${error.code ?? error.name}: ${error.message}`;
  }
  console.log(JSON.stringify(refusal));
}
