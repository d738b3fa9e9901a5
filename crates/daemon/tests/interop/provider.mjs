// An OpenID provider on loopback, as people sign in at: `oidc-provider`, with its own pages for logging in and consenting. Prints one line of
// JSON with its URL, and serves until its standard input ends. Its client is public, or has a secret and proves itself in one way. Its clock stands still at the time that the test has, where it has one.
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { AUTH_METHOD = "none", CLIENT_SECRET, COS_INTEROP_DIR, NOW, REDIRECT_URI } = process.env;
const require = createRequire(join(COS_INTEROP_DIR, "oidc", "package.json"));
const { Provider } = await import(pathToFileURL(require.resolve("oidc-provider")));

const now = Number(NOW ?? Math.floor(Date.now() / 1000));
if (NOW) Date.now = () => now * 1000;

const server = createServer();
await new Promise((done) => server.listen(0, "127.0.0.1", done));
const url = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(url, {
  clients: [
    {
      application_type: "native",
      client_id: "cos",
      ...(CLIENT_SECRET && { client_secret: CLIENT_SECRET }),
      grant_types: ["authorization_code"],
      redirect_uris: [REDIRECT_URI],
      response_types: ["code"],
      token_endpoint_auth_method: AUTH_METHOD,
    },
  ],
  clientAuthMethods: [AUTH_METHOD],
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, email: "ada@acme.example" }) }),
});
provider.on("server_error", (_, error) => console.error(error));
server.on("request", provider.callback());
process.stdin.resume().on("end", () => process.exit(0));
console.log(JSON.stringify({ url, now }));
// It goes on to say what it thinks; nobody reads that.
console.log = console.info = () => {};
