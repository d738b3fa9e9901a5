// Signs somebody in for a program in Chromium: from the address that the terminal shows, through the pages of `oidc-provider`, to the port where the
// program waits.
//
//   node program.mjs '{"url": …, "challenge": …, "word": …, "login": …, "shots": …}'
//
// Prints what came to the port. Ends with 3 on a finding of axe-core, a message on the console, or when something does not do what it should.
// playwright-core and axe-core come from $COS_INTEROP_DIR/node_modules, the browser from $COS_CHROMIUM or the usual places.

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const home = process.env.COS_INTEROP_DIR;
if (!home) throw new Error("COS_INTEROP_DIR is not set");
const require = createRequire(join(resolve(home), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const { url, challenge, word, login, shots } = JSON.parse(process.argv[2]);
const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = process.env.COS_CHROMIUM ?? places.find((place) => existsSync(place));
if (!executablePath) throw new Error("no Chromium: set COS_CHROMIUM");
if (shots) mkdirSync(shots, { recursive: true });

const faults = [];
const check = (right, text) => { if (!right) { faults.push(text); console.error(`FAULT: ${text}`); } };

const came = [];
const program = createServer((request, response) => {
  came.push({ target: request.url, referer: request.headers.referer ?? null, cookie: request.headers.cookie ?? null });
  response.writeHead(request.url.startsWith("/?") ? 200 : 404, { "content-type": "text/plain" }).end("here");
});
await new Promise((done) => program.listen(0, "127.0.0.1", done));
const { port } = program.address();

async function sign(browser, scheme, width) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 800 } });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  // A page that says no is meant to; what the provider's pages load is its own.
  const isMeant = (text) => /^Failed to load resource: .* 401 /.test(text) || !page.url().startsWith(`${url}/`);
  page.on("console", (message) => check(isMeant(message.text()), `console ${message.type()}: ${message.text()} at ${page.url()}`));
  await page.goto(`${url}/console/oidc/people/start?cli=${port}&challenge=${challenge}`);
  await page.fill("input[name=login]", login);
  await page.fill("input[name=password]", "x");
  await page.click("button[type=submit]");
  await page.waitForSelector("input[name=prompt][value=consent]", { state: "attached" });
  await page.click("button[type=submit]");
  await page.waitForURL(`${url}/console/oidc/people/callback*`);
  const main = page.locator("main");
  const { violations } = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
  for (const violation of violations) check(false, `axe: ${violation.id}: ${violation.help}`);
  check((await page.evaluate("document.documentElement.scrollWidth - innerWidth")) <= 0, "the page scrolls sideways");
  const text = await main.innerText();
  check(text.includes(word) || login === "00u-mallory", `the page does not show ${word}: ${text}`);
  check(came.length === 0, "something came before anybody let it");
  if (shots) await page.screenshot({ path: join(shots, `program-${login}-${scheme}-${width}.png`), fullPage: true });
  await main.locator("a").click();
  await page.waitForURL(`http://127.0.0.1:${port}/*`);
  await context.close();
  return came.splice(0).filter(({ target }) => target.startsWith("/?"));
}

const browser = await chromium.launch({ executablePath, args: ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"] });
const first = await sign(browser, "light", 1280);
const second = await sign(browser, "dark", 390);
await browser.close();
program.close();
console.log(JSON.stringify([...first, ...second]));
process.exitCode = faults.length ? 3 : 0;
