// Opens reports in Chromium, light and dark, wide and narrow, with and without JavaScript, and on paper.
//
//   node browser.mjs [--shots DIR] report.html…
//
// Ends with 3 on a finding of axe-core, a network request, a message on the console, a content security policy that allows more than it
// must or is violated, a dialog, or when the table of scenarios does not do what it should. playwright-core and axe-core come from $COS_INTEROP_DIR/node_modules,
// the browser from $COS_CHROMIUM or the usual places.

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const home = process.env.COS_INTEROP_DIR;
if (!home) throw new Error("COS_INTEROP_DIR is not set");
const require = createRequire(join(resolve(home), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const files = process.argv.slice(2);
let shots = null;
if (files[0] === "--shots") {
  files.shift();
  shots = files.shift();
  mkdirSync(shots, { recursive: true });
}
if (!files.length) throw new Error("no file was named");

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = process.env.COS_CHROMIUM ?? places.find((place) => existsSync(place));
if (!executablePath) throw new Error("no Chromium: set COS_CHROMIUM");

// The profile is a new one each time; playwright makes and removes it.
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

const faults = [];
let where = "";
const fault = (text) => { faults.push(`${where}: ${text}`); console.error(`FAULT ${where}: ${text}`); };
const check = (right, text) => { if (!right) fault(text); };

async function open(browser, file, { scheme, width, script = true, hash = "" }) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 900 }, javaScriptEnabled: script, offline: true });
  const page = await context.newPage();
  const url = pathToFileURL(resolve(file)).href;
  page.on("console", (message) => fault(`console ${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => fault(`error: ${error.message}`));
  page.on("dialog", (dialog) => { fault(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (request.url().split("#")[0] !== url) fault(`request: ${request.url()}`); });
  if (script) {
    await page.addInitScript(() => {
      addEventListener("securitypolicyviolation", (event) => console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));
    });
  }
  await page.goto(url + hash);
  if (script && await explores(page)) await page.waitForSelector("html[data-ready=yes]", { timeout: 10_000 });
  return { context, page };
}

// Conformance reports have a table with a script; verifications of evidence and isolation audits have neither.
const explores = async (page) => (await page.locator("#explorer").count()) > 0;
const SECTIONS = {
  conformance: ["gates", "coverage", "failures", "mutation", "findings", "exceptions", "provenance", "proven"],
  evidence: ["signed", "unproven", "checks", "again"],
  isolation: ["findings", "callers", "residency", "unproven", "provenance"],
};
const kind = async (page) => await explores(page) ? "conformance" : (await page.locator("#checks").count()) ? "evidence" : "isolation";

async function accessible(page, what) {
  const { violations } = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
  for (const violation of violations) {
    const nodes = violation.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary ?? ""}`);
    fault(`axe, ${what}: ${violation.id}: ${violation.help}\n  ${nodes.join("\n  ")}`);
  }
}

// What the page may do, and that the browser holds it to that.
async function confined(page) {
  const policy = await page.getAttribute('meta[http-equiv="Content-Security-Policy"]', "content");
  const rest = (policy ?? "").replace(/^default-src 'none'; /, "").split(/; ?/).filter((rule) => rule);
  check(policy?.startsWith("default-src 'none'; "), `the policy allows by default: ${policy}`);
  for (const rule of rest) {
    check(/^(style|script)-src 'sha256-[\w+/]{43}='$|^img-src data:$|^(base-uri|form-action) 'none'$|^require-trusted-types-for 'script'$/.test(rule), `the policy allows ${rule}`);
  }
}

// A script and an image that were not in the page when it was made. Needs a page of its own, since the browser tells of both.
async function enforced(browser, file) {
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  await page.goto(pathToFileURL(resolve(file)).href);
  const asked = new Set();
  page.on("request", (request) => asked.add(request));
  page.on("requestfailed", (request) => { if (request.failure().errorText === "csp") asked.delete(request); });
  const refused = await page.evaluate(async () => {
    const refused = [];
    addEventListener("securitypolicyviolation", (event) => refused.push(event.effectiveDirective));
    const script = document.createElement("script");
    try { script.textContent = "window.injected = true"; } catch { /* Texts are no scripts here. */ }
    const image = document.createElement("img");
    image.src = "http://192.0.2.1/pixel";
    document.body.append(script, image);
    await new Promise((done) => setTimeout(done, 200));
    return window.injected ? ["nothing"] : refused.sort();
  });
  check(refused.join() === "img-src,require-trusted-types-for", `the browser refuses ${refused.join()}`);
  check(!asked.size, `the browser asks ${[...asked].map((request) => request.url())}`);
  await context.close();
}

const number = async (page) => Number((await page.textContent("#status")).replace(/ .*/, "").replaceAll(",", ""));

async function explorer(page) {
  const all = await number(page);
  check((await page.locator("#rows tr[data-at]").count()) <= 60, "the table draws more than what is in sight");
  const failed = page.locator("#outcome option", { hasText: /^failed/ });
  if (await failed.count()) {
    const expected = Number((await failed.textContent()).replace(/\D/g, ""));
    await page.selectOption("#outcome", await failed.getAttribute("value"));
    await page.waitForTimeout(50);
    check((await number(page)) === expected, "the filter by outcome counts otherwise than the outcomes");
  }
  await page.click('[data-sort="scenario"] button');
  check((await page.getAttribute('[data-sort="scenario"]', "aria-sort")) === "ascending", "sorting does not say so");
  await page.click('[data-sort="scenario"] button');
  check((await page.getAttribute('[data-sort="scenario"]', "aria-sort")) === "descending", "sorting does not turn");
  await page.focus("#table");
  for (const key of ["ArrowDown", "PageDown", "End", "Home", "ArrowDown", "Enter"]) await page.keyboard.press(key);
  check((await page.locator("#rows [aria-selected=true]").count()) === 1, "Enter selects no row");
  const chosen = await page.textContent("#panel-body code");
  const hash = new URL(page.url()).hash;
  check(hash.includes("row="), "the address does not name the row");
  await page.click("#filters [type=reset]");
  await page.waitForTimeout(50);
  check((await number(page)) === all, "clearing the filters does not show everything");
  const word = chosen.split(/[{=,]/)[0];
  await page.fill("#search", word);
  await page.waitForTimeout(400);
  const found = await number(page);
  check(found > 0 && found <= all, `searching for ${word} finds ${found} of ${all}`);
  return { hash, chosen };
}

async function examine(browser, file) {
  const shot = (page, name, options = {}) => shots && page.screenshot({ path: join(shots, `${basename(dirname(resolve(file)))}-${name}.png`), ...options });
  const views = shots ? [["light", 1280], ["light", 390], ["dark", 1280], ["dark", 390]] : [["light", 1280], ["dark", 390]];
  for (const [scheme, width] of views) {
    where = `${file} ${scheme} ${width}`;
    const started = Date.now();
    const { context, page } = await open(browser, file, { scheme, width });
    console.log(`${where}: ready after ${Date.now() - started} ms`);
    await confined(page);
    await accessible(page, "as opened");
    await shot(page, `${scheme}-${width}`, { fullPage: true });
    check((await page.evaluate("document.documentElement.scrollWidth - innerWidth")) <= 0, "the page scrolls sideways");
    await page.evaluate(() => { for (const part of document.querySelectorAll("details")) part.open = true; });
    const rows = await explores(page) ? await number(page) : 0;
    if (rows > 0) {
      const { hash, chosen } = await explorer(page);
      await accessible(page, "with a row chosen and everything open");
      await page.locator("#scenarios").scrollIntoViewIfNeeded();
      await page.evaluate('document.getElementById("scenarios").scrollIntoView()');
      await shot(page, `${scheme}-${width}-explorer`);
      await context.close();
      const again = await open(browser, file, { scheme, width, hash });
      check((await again.page.textContent("#panel-body code")) === chosen, "a permalink shows another row");
      await again.context.close();
    } else {
      await context.close();
    }
  }
  where = `${file} with a script put into it`;
  await enforced(browser, file);
  where = `${file} without JavaScript`;
  const { context, page } = await open(browser, file, { scheme: "light", width: 1280, script: false });
  const scripted = await explores(page);
  for (const id of SECTIONS[await kind(page)]) {
    check(await page.locator(`#${id}`).isVisible(), `section ${id} is not visible`);
  }
  check(scripted || !(await page.locator("script").count()), "a page without a table has a script");
  check(!scripted || !(await page.locator("#explorer").isVisible()), "the table of scenarios is visible");
  check(!scripted || await page.locator("noscript .notice").isVisible(), "no word about JavaScript");
  await shot(page, "noscript", { fullPage: true });
  where = `${file} on paper`;
  await page.emulateMedia({ media: "print" });
  check(!scripted || await page.locator(".on-paper").isVisible(), "the number of scenarios is not printed");
  const last = { conformance: "body", evidence: ".tree ul li", isolation: "tbody tr, .empty" };
  check(await page.locator(last[await kind(page)]).last().isVisible(), "what was checked is not printed");
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true, ...(shots ? { path: join(shots, "paper.pdf") } : {}) });
  check(pdf.length > 10_000, "the printed page is empty");
  await context.close();
}

const browser = await chromium.launch({ executablePath, args: FLAGS });
try {
  for (const file of files) await examine(browser, file);
} finally {
  await browser.close();
}
console.log(faults.length ? `${faults.length} faults` : `no faults in ${files.length} files`);
process.exitCode = faults.length ? 3 : 0;
