// Gives an open page of a tenant another look when another theme comes into force. Everything else works without.
"use strict";

(() => {
  const sheet = () => document.getElementById("theme");
  const path = new URL(sheet().href).pathname;
  let address = sheet().dataset.events;
  let stream = null;

  // The new sheet is put after the old one, which goes when the new one counts: the page is never without.
  const restyle = (name) => new Promise((done) => {
    const old = sheet();
    const next = document.createElement("link");
    next.rel = "stylesheet";
    next.href = `${path}?v=${encodeURIComponent(name)}`;
    next.addEventListener("load", () => { old.remove(); next.id = "theme"; done(); });
    next.addEventListener("error", () => { next.remove(); done(); });
    old.after(next);
  });

  // Name and logo come from the page as it is now; it is parsed, and nothing in it runs.
  const rebrand = async () => {
    const answer = await fetch(location.pathname + location.search, { redirect: "error" });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const brand = page.getElementById("brand");
    if (brand) document.getElementById("brand").replaceWith(document.adoptNode(brand));
    document.title = page.title;
  };

  const changed = (event) => {
    address = `${address.split("?")[0]}?after=${event.lastEventId}`;
    let name = "default";
    try { name = JSON.parse(event.data).to ?? name; } catch { name = event.lastEventId; }
    restyle(name).then(rebrand).catch(() => {});
    document.getElementById("live").textContent = "Another theme came into force.";
  };

  const listen = () => {
    if (stream) return;
    stream = new EventSource(address);
    for (const topic of ["theme.activated", "theme.rolled_back", "reset"]) stream.addEventListener(topic, changed);
  };

  // A page that nobody sees gives its connection back; it hears what it missed when it is seen again.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") return listen();
    stream?.close();
    stream = null;
  });
  listen();
})();
