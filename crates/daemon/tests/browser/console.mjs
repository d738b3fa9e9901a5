// Uses the console in Chromium, light and dark, wide and narrow, with and without JavaScript, and looks for what should not be.
//
//   node console.mjs '{"url": …, "token": …, "theme": …, "shots": …, "spoil": …}'
//
// Ends with 3 on a finding of axe-core, a request to another host, a message on the console, a violation of the content security policy, or
// when something does not do what it should. With `spoil` one page is made worse on its way, which has to be found. playwright-core and axe-core
// come from $COS_INTEROP_DIR/node_modules, the browser from $COS_CHROMIUM or the usual places.

import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const home = process.env.COS_INTEROP_DIR;
if (!home) throw new Error("COS_INTEROP_DIR is not set");
const require = createRequire(join(resolve(home), "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const { url, token, theme, shots, spoil } = JSON.parse(process.argv[2]);
if (shots) mkdirSync(shots, { recursive: true });
const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const executablePath = process.env.COS_CHROMIUM ?? places.find((place) => existsSync(place));
if (!executablePath) throw new Error("no Chromium: set COS_CHROMIUM");

// The profile is a new one each time; playwright makes and removes it.
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];
const TENANT = "/console/t/pilot-a";

const faults = [];
let where = "";
const fault = (text) => { faults.push(text); console.error(`FAULT ${where}: ${text}`); };
const check = (right, text) => { if (!right) fault(text); };

async function open(browser, { scheme = "light", width = 1280, script = true } = {}) {
  const context = await browser.newContext({ colorScheme: scheme, viewport: { width, height: 800 }, javaScriptEnabled: script });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  // A page that says no is meant to; the browser notes its status all the same.
  const isMeant = (text) => /^Failed to load resource: .* (401|404) /.test(text);
  page.on("console", (message) => { if (!isMeant(message.text())) fault(`console ${message.type()}: ${message.text()}`); });
  page.on("pageerror", (error) => fault(`error: ${error.message}`));
  page.on("dialog", (dialog) => { fault(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  page.on("request", (request) => { if (!request.url().startsWith(`${url}/`) && !request.url().startsWith("data:")) fault(`request: ${request.url()}`); });
  return { context, page };
}

async function signIn(page) {
  await page.goto(`${url}/console/`);
  check(page.url() === `${url}/console/sign-in`, `who is not signed in is at ${page.url()}`);
  await page.fill("#token", token);
  await page.click("main button");
  await page.waitForURL(`${url}/console/`);
}

async function accessible(page) {
  const { violations } = await page.evaluate(`${axe}; axe.run(document, { resultTypes: ["violations"] })`);
  for (const violation of violations) {
    const nodes = violation.nodes.slice(0, 3).map((node) => `${node.target} ${node.failureSummary ?? ""}`);
    fault(`axe: ${violation.id}: ${violation.help}\n  ${nodes.join("\n  ")}`);
  }
}

async function look(page, path, name, view) {
  where = `${path} ${view.scheme} ${view.width}`;
  const answer = await page.goto(url + path, { waitUntil: "load" });
  if (answer.status() >= 500) fault(await answer.text());
  await page.evaluate(() => { for (const part of document.querySelectorAll("details")) part.open = true; });
  await accessible(page);
  check((await page.evaluate("document.documentElement.scrollWidth - innerWidth")) <= 0, "the page scrolls sideways");
  if (shots) await page.screenshot({ path: join(shots, `${name}-${view.scheme}-${view.width}.png`), fullPage: true });
}

async function pages(browser) {
  for (const view of [{ scheme: "light", width: 1280 }, { scheme: "dark", width: 390 }, ...(shots ? [{ scheme: "dark", width: 1280 }] : [])]) {
    const { context, page } = await open(browser, view);
    await look(page, "/console/sign-in", "sign-in", view);
    await page.fill("#token", "cosu_wrong");
    await page.click("main button");
    await page.waitForSelector("#refused");
    await accessible(page);
    await signIn(page);
    const cookie = (await context.cookies()).find((it) => it.name === "__Host-cos-session");
    check(cookie?.secure && cookie.httpOnly && cookie.sameSite === "Lax" && cookie.path === "/", `the cookie is ${JSON.stringify(cookie)}`);
    check((await page.evaluate("document.cookie")) === "", "a script reads the cookie");
    await look(page, "/console/", "tenants", view);
    await look(page, TENANT, "tenant", view);
    await look(page, `${TENANT}/receipts`, "receipts", view);
    check((await page.locator("tbody tr").count()) === 25, "a page of receipts has not 25");
    check((await page.locator("td:last-child .badge.good").count()) === 25, "not every receipt is verified");
    const denied = await page.locator("tr:has(.badge.bad) a").first().getAttribute("href");
    await look(page, denied, "receipt", view);
    await look(page, `${TENANT}/themes`, "themes", view);
    await look(page, `${TENANT}/themes/${theme}`, "theme", view);
    await look(page, `${TENANT}/themes/${theme}/preview`, "preview", view);
    await look(page, "/console/t/nobody", "missing", view);
    await context.close();
  }
}

// Forms and links alone.
async function withoutScript(browser) {
  where = "without JavaScript";
  const { context, page } = await open(browser, { script: false });
  await signIn(page);
  await page.click("tbody a >> nth=0");
  await page.click("nav >> text=Receipts");
  await page.click("text=Older");
  check(new URL(page.url()).searchParams.has("before"), `older receipts are at ${page.url()}`);
  await page.click("text=Newest");
  await page.click("tbody a >> nth=0");
  check(await page.locator(".notice.good").isVisible(), "a receipt is not said to be verified");
  await page.click("nav >> text=Themes");
  await page.click(`a[href$="${theme}"]`);
  await page.fill("#reason", "tried without JavaScript");
  await page.click("text=Activate");
  check(await page.locator("[role=status] code").isVisible(), "there is no receipt of the activation");
  check((await page.locator(`tr:has(a[href$="${theme}"]) .badge`).textContent()) === "in force", "the theme is not in force");
  await page.fill("#reason", "and back");
  await page.click("button.destroy");
  check((await page.locator(`tr:has(a[href$="${theme}"]) .badge`).count()) === 0, "the theme is still in force");
  await page.click("text=Sign out");
  check(page.url() === `${url}/console/sign-in`, `signing out leads to ${page.url()}`);
  await page.goto(`${url}${TENANT}`);
  check(page.url().startsWith(`${url}/console/sign-in?next=`), `after signing out a page is at ${page.url()}`);
  await context.close();
}

// What a page looks like, and that it is still the page that was loaded.
const seen = (page) => page.evaluate(() => ({
  accent: getComputedStyle(document.querySelector("nav a")).getPropertyValue("--color-accent").trim(),
  product: document.getElementById("brand").textContent.trim(),
  mark: window.mark ?? null,
}));

// Notes when the colour of links is another one.
const watch = (page) => page.evaluate(() => {
  window.mark = "this very page";
  const probe = document.querySelector("main a") ?? document.querySelector("nav a");
  const before = getComputedStyle(document.documentElement).getPropertyValue("--color-accent");
  window.changed = new Promise((done) => {
    const look = () => {
      if (getComputedStyle(document.documentElement).getPropertyValue("--color-accent") !== before) done(Date.now());
      else requestAnimationFrame(look);
    };
    look();
  });
  return Boolean(probe);
});

async function live(browser) {
  where = "an open page while another theme comes into force";
  const { context, page } = await open(browser);
  await signIn(page);
  const other = await context.newPage();
  other.on("console", (message) => fault(`console ${message.type()}: ${message.text()}`));
  await page.goto(url + TENANT);
  await other.goto(`${url}/console/t/pilot-b`);
  // The stream is open when the server has answered it.
  const times = [];
  for (let round = 0; round < 6; round += 1) {
    const path = round % 2 ? "rollback" : `${theme}/activate`;
    await watch(page);
    await other.evaluate(() => { window.mark = "this very page"; });
    const [before, beforeOther] = [await seen(page), await seen(other)];
    const asked = Date.now();
    const answer = await fetch(`${url}/v1/tenants/pilot-a/themes/${path}`, {
      method: "POST", body: JSON.stringify({ reason: `round ${round}` }),
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    });
    const answered = Date.now();
    check(answer.status === 200, `the server answers ${answer.status}: ${await answer.text()}`);
    const changed = await Promise.race([page.evaluate("window.changed"), new Promise((done) => setTimeout(done, 10_000, 0))]);
    check(changed > 0, "the page does not change within ten seconds");
    // When the page heard of it, which is when it began to fetch the style sheet.
    const heard = await page.evaluate(() => {
      const sheets = performance.getEntriesByType("resource").filter((it) => it.name.includes("/theme.css"));
      return Math.round(performance.timeOrigin + sheets.at(-1).startTime);
    });
    times.push(`${changed - asked} (answered ${answered - asked}, heard ${heard - asked})`);
    await page.waitForFunction((product) => document.getElementById("brand").textContent.trim() !== product, before.product);
    const [after, afterOther] = [await seen(page), await seen(other)];
    check(after.accent !== before.accent, "the colour is as before");
    check(after.mark === "this very page", "the page was loaded again");
    check(JSON.stringify(afterOther) === JSON.stringify(beforeOther), "a page of another tenant changed");
    check((await page.locator("link#theme").count()) === 1, "there is not one style sheet of the theme");
  }
  await accessible(page);
  console.log(`restyled, in ms after asking: ${times.join(", ")}`);
  await context.close();
}

async function spoilt(browser) {
  where = "a page made worse";
  const { context, page } = await open(browser);
  await signIn(page);
  await page.route(url + TENANT, async (route) => {
    const answer = await route.fetch();
    const body = (await answer.text())
      .replace('<html lang="en">', "<html>")
      .replace("</main>", '<img src="http://192.0.2.1/pixel"><script>window.injected = true</script></main>');
    await route.fulfill({ response: answer, body });
  });
  await page.goto(url + TENANT);
  await accessible(page);
  check(!(await page.evaluate("window.injected")), "a script that was put into the page ran");
  await context.close();
}

const browser = await chromium.launch({ executablePath, args: FLAGS });
try {
  for (const part of spoil ? [spoilt] : [pages, withoutScript, live]) {
    try {
      await part(browser);
    } catch (error) {
      fault(`it cannot go on: ${error.stack}`);
    }
  }
} finally {
  await browser.close();
}
console.log(faults.length ? `${faults.length} faults` : "no faults");
process.exitCode = faults.length ? 3 : 0;
