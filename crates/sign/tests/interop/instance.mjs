// A private Sigstore instance on loopback: Fulcio, its certificate log and Rekor are @sigstore/mock's, the time stamps are openssl's.
// Prints one line of JSON with the URL and the trusted root, and serves until its standard input ends.
import { execFileSync } from "node:child_process";
import { createHash, generateKeyPairSync } from "node:crypto";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";

const require = createRequire(join(process.env.COS_INTEROP_DIR, "package.json"));
const { fulcioHandler, initializeCA, initializeCTLog, initializeTLog, rekorHandler } =
  require("@sigstore/mock");

const pair = () => generateKeyPairSync("ec", { namedCurve: "prime256v1" });
const base64 = (bytes) => Buffer.from(bytes).toString("base64");
const digest = (bytes) => createHash("sha256").update(bytes).digest();

const ctlog = await initializeCTLog(pair());
const ca = await initializeCA(pair(), ctlog);
const logKeys = pair();
const tlog = await initializeTLog("https://rekor.example", logKeys);
const fulcio = fulcioHandler(ca);
const rekor = rekorHandler(tlog);

// A certificate as real Fulcio and Rekor write it, in lines of 64 characters.
function wrapped(pem) {
  const body = pem.replace(/-----[A-Z ]+-----|\s/g, "").match(/.{1,64}/g).join("\n");
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
}

function issued(response) {
  const json = JSON.parse(response);
  const chain = json.signedCertificateEmbeddedSct.chain;
  chain.certificates = chain.certificates.map(wrapped);
  return JSON.stringify(json);
}

// Real Rekor logs digests of what it is sent, and certificates in its own spelling; the mock logs the very request.
function logged(body) {
  const entry = JSON.parse(body);
  const { envelope, verifiers } = entry.spec.proposedContent;
  const { payload, signatures } = JSON.parse(envelope);
  const hash = (bytes) => ({ algorithm: "sha256", value: digest(bytes).toString("hex") });
  entry.spec = {
    envelopeHash: hash(envelope),
    payloadHash: hash(Buffer.from(payload, "base64")),
    signatures: [{ signature: signatures[0].sig, verifier: base64(wrapped(atob(verifiers[0]))) }],
  };
  return JSON.stringify(entry);
}

function stamp(query) {
  const folder = mkdtempSync(join(tmpdir(), "stamp-"));
  const path = (name) => join(folder, name);
  writeFileSync(path("query"), query);
  writeFileSync(path("serial"), "01\n");
  const { STAMP_CONFIG, STAMP_CERTIFICATE, STAMP_KEY } = process.env;
  const args = ["ts", "-reply", "-config", STAMP_CONFIG, "-queryfile", path("query")];
  args.push("-signer", STAMP_CERTIFICATE, "-inkey", STAMP_KEY, "-out", path("reply"));
  execFileSync("openssl", args, { stdio: "ignore", env: { ...process.env, SERIAL: path("serial") } });
  return readFileSync(path("reply"));
}

async function answer(url, body) {
  if (url === fulcio.path) {
    const said = await fulcio.fn(body.toString());
    return said.statusCode === 201 ? { ...said, response: issued(said.response) } : said;
  }
  if (url === rekor.path) return rekor.fn(logged(body.toString()));
  if (url === "/api/v1/timestamp") {
    return { statusCode: 201, response: stamp(body), contentType: "application/timestamp-reply" };
  }
  return { statusCode: 404, response: "" };
}

const server = createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part));
  request.on("end", async () => {
    const said = await answer(request.url, Buffer.concat(parts));
    response.writeHead(said.statusCode, { "Content-Type": said.contentType ?? "text/plain" });
    response.end(said.response);
  });
});

const validFor = { start: "2020-01-01T00:00:00Z" };
const log = (url, key) => ({
  baseUrl: url,
  hashAlgorithm: "SHA2_256",
  publicKey: { rawBytes: base64(key), keyDetails: "PKIX_ECDSA_P256_SHA_256", validFor },
  logId: { keyId: base64(digest(key)) },
});
const spki = logKeys.publicKey.export({ format: "der", type: "spki" });

server.listen(0, "127.0.0.1", () => {
  const instance = {
    url: `http://127.0.0.1:${server.address().port}`,
    root: {
      mediaType: "application/vnd.dev.sigstore.trustedroot+json;version=0.1",
      certificateAuthorities: [
        {
          subject: { organization: "sigstore.mock", commonName: "sigstore" },
          uri: "https://fulcio.example",
          certChain: { certificates: [{ rawBytes: base64(ca.rootCertificate) }] },
          validFor,
        },
      ],
      ctlogs: [log("https://ct.example", Buffer.from(ctlog.publicKey))],
      tlogs: [log("https://rekor.example", spki)],
      timestampAuthorities: [],
    },
  };
  console.log(JSON.stringify(instance));
});
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
