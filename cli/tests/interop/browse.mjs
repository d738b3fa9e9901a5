// A browser without a window: `browse.mjs ADDRESS LOGIN` goes to an address, signs in as LOGIN at the pages of `oidc-provider`, and follows the
// link that leads from the server's page to a program on this computer. Prints that page, and what the program answers.
const [, , address, login] = process.argv;
const jar = new Map();

async function ask(url, form) {
  const { host } = new URL(url);
  const own = jar.get(host) ?? jar.set(host, new Map()).get(host);
  const cookie = [...own].map(([name, value]) => `${name}=${value}`).join("; ");
  const body = form && new URLSearchParams(form);
  const response = await fetch(url, { method: form ? "POST" : "GET", headers: { cookie }, body, redirect: "manual" });
  for (const line of response.headers.getSetCookie()) {
    const [name, value] = line.split(";")[0].split("=");
    if (value) own.set(name, value);
    else own.delete(name);
  }
  const to = response.headers.get("location");
  return to ? ask(new URL(to, url)) : { url, page: await response.text() };
}

let { url, page } = await ask(address);
for (let left = 5; left > 0; left--) {
  const main = page.slice(page.indexOf("<main"), page.indexOf("</main>")).replaceAll("&#x2f;", "/").replaceAll("&amp;", "&");
  const link = main.match(/href="(http:\/\/127\.0\.0\.1:[^"]+)"/);
  if (link) {
    console.log(main);
    console.log((await ask(link[1])).page);
    process.exit(0);
  }
  const form = page.includes('value="login"') ? { prompt: "login", login, password: "x" } : { prompt: "consent" };
  ({ url, page } = await ask(url, form));
}
console.error(page);
process.exit(1);
