"use strict";
// The table of all scenarios: decodes the columns, filters, sorts, and draws only the rows that are in sight. Everything from the
// report is set as text, never as markup.
(() => {
  const byId = (id) => document.getElementById(id);
  const INVISIBLE = /[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e007f}]/gu;
  const LONGEST = 2000;

  function visible(text) {
    if (text.length > LONGEST) text = text.slice(0, LONGEST) + "…";
    return text.replace(INVISIBLE, (c) => `\\u{${c.codePointAt(0).toString(16)}}`);
  }
  function element(name, text, attributes = {}) {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = visible(text);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  }

  // Data.
  async function load() {
    const bytes = Uint8Array.from(atob(byId("data").textContent.trim()), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return JSON.parse(await new Response(stream).text());
  }
  const DIGITS = new Uint8Array(128);
  for (const [value, c] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"].entries()) DIGITS[c.charCodeAt(0)] = value;
  function decode({ width, digits }, rows) {
    const values = new (width === 1 ? Uint8Array : width === 2 ? Uint16Array : Uint32Array)(rows);
    for (let row = 0, at = 0; row < rows; row++) {
      let value = 0;
      for (let i = 0; i < width; i++) value = (value << 6) | DIGITS[digits.charCodeAt(at++)];
      values[row] = value;
    }
    return values;
  }
  function verdict(decision) {
    if (decision.error !== null) return "error";
    return decision.allow === null ? "undefined" : decision.allow ? "allow" : "deny";
  }
  function said(decision) {
    if (decision.error !== null) return `error: ${decision.error}`;
    return decision.reasons.length ? `${verdict(decision)}: ${decision.reasons.join(", ")}` : verdict(decision);
  }
  // Where each name stands when the names are sorted.
  function ranks(names) {
    const order = names.map((_, i) => i).sort((a, b) => (names[a] < names[b] ? -1 : names[a] > names[b] ? 1 : 0));
    const rank = new Uint32Array(names.length);
    order.forEach((index, position) => { rank[index] = position; });
    return rank;
  }
  class Scenarios {
    constructor({ scenarios, outcomes, failures, quarantine }) {
      Object.assign(this, { rows: scenarios.rows, outcomes, quarantineEntries: quarantine });
      for (const name of ["flow", "case", "decision", "expectation", "outcome", "quarantine"]) this[name] = decode(scenarios[name], this.rows);
      this.flows = scenarios.flow_names;
      this.cases = scenarios.case_names;
      this.decisions = scenarios.decisions.map((d) => ({ said: said(d), verdict: verdict(d), reasons: d.reasons }));
      this.expectations = ["", ...scenarios.expectations];
      this.dimensions = scenarios.dimensions
        .map((d, i) => ({ name: d.name, values: d.values, column: decode(scenarios.values[i], this.rows) }))
        .sort((a, b) => (a.name < b.name ? -1 : 1));
      this.failures = new Map();
      failures.forEach((failure, index) => {
        const known = this.failures.get(failure.scenario) ?? [];
        known.push({ ...failure, number: index + 1 });
        this.failures.set(failure.scenario, known);
      });
      this.texts = [];
    }
    id(row) {
      if (this.case[row]) return this.cases[this.case[row] - 1];
      const values = this.dimensions.filter((d) => d.column[row]).map((d) => `${d.name}=${d.values[d.column[row] - 1]}`);
      return `${this.flows[this.flow[row]]}{${values.join(",")}}`;
    }
    text(row) {
      return (this.texts[row] ??= `${this.id(row)} ${this.decisions[this.decision[row]].said} ${this.expectations[this.expectation[row]]}`.toLowerCase());
    }
  }

  // What is asked for, in the address: #flow=…&outcome=…&dim.role=…&q=…&sort=outcome.down&row=12
  const FIELDS = ["flow", "outcome", "decision", "reason"];

  class Explorer {
    constructor(data) {
      this.data = data;
      this.row = null;
      this.active = 0;
      this.found = new Uint32Array(0);
      this.sort = { by: "row", down: false };
      this.build();
      this.listen();
      this.fromAddress();
    }

    build() {
      const { data } = this;
      const count = (column, size) => { const n = new Uint32Array(size); for (const v of column) n[v]++; return n; };
      const flows = count(data.flow, data.flows.length);
      const outcomes = count(data.outcome, data.outcomes.length);
      const choices = {
        flow: data.flows.map((name, i) => [name, flows[i]]),
        outcome: data.outcomes.map((name, i) => [name, outcomes[i]]).filter(([, n]) => n),
        decision: [...new Set(data.decisions.map((d) => d.verdict))].sort().map((v) => [v]),
        reason: [...new Set(data.decisions.flatMap((d) => d.reasons))].sort().map((r) => [r]),
      };
      for (const field of FIELDS) this.fill(byId(field), choices[field]);
      for (const [index, dimension] of data.dimensions.entries()) {
        const label = element("label", dimension.name);
        const select = element("select", undefined, { id: `dimension-${index}` });
        label.append(" ", select);
        byId("dimensions").append(label);
        this.fill(select, [...dimension.values.map((value) => [value]), ...(dimension.column.includes(0) ? [["", undefined, "(none)"]] : [])]);
      }
      byId("dimension-filters").hidden = data.dimensions.length === 0;
      for (const cell of document.querySelectorAll("[data-flow]")) {
        const name = cell.dataset.flow;
        if (!data.flows.includes(name)) continue;
        const link = element("a", undefined, { href: `#${new URLSearchParams({ flow: name })}`, title: "Show its scenarios" });
        link.append(...cell.childNodes);
        cell.append(link);
      }
    }

    fill(select, choices) {
      select.append(new Option("any", "any"));
      for (const [value, n, name] of choices) select.append(new Option(visible(name ?? value).slice(0, 80) + (n === undefined ? "" : ` (${n.toLocaleString("en")})`), `=${value}`));
    }

    selects() {
      return [...FIELDS.map((field) => [field, byId(field)]), ...this.data.dimensions.map((d, i) => [`dim.${d.name}`, byId(`dimension-${i}`)])];
    }

    listen() {
      const filters = byId("filters");
      let waiting;
      filters.addEventListener("input", (event) => {
        clearTimeout(waiting);
        waiting = setTimeout(() => this.changed(), event.target.id === "search" ? 150 : 0);
      });
      filters.addEventListener("submit", (event) => event.preventDefault());
      filters.addEventListener("reset", () => setTimeout(() => this.changed()));
      for (const header of document.querySelectorAll("#table [data-sort]")) {
        header.firstElementChild.addEventListener("click", () => {
          const by = header.dataset.sort;
          this.sort = { by, down: this.sort.by === by && !this.sort.down };
          this.changed();
        });
      }
      byId("viewport").addEventListener("scroll", () => this.draw(), { passive: true });
      addEventListener("resize", () => this.draw());
      byId("rows").addEventListener("click", (event) => {
        const line = event.target.closest("[data-at]");
        if (line) this.choose(Number(line.dataset.at));
      });
      byId("table").addEventListener("keydown", (event) => this.key(event));
      addEventListener("hashchange", () => { if (location.hash !== this.address) this.fromAddress(); });
    }

    key(event) {
      if (event.target.id !== "table" || event.ctrlKey || event.metaKey || event.altKey) return;
      const page = Math.max(1, Math.floor(byId("viewport").clientHeight / this.height()) - 2);
      const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
      if (event.key in moves) {
        this.active = Math.min(Math.max(this.active + moves[event.key], 0), this.found.length - 1);
        this.show(this.active);
      } else if ((event.key === "Enter" || event.key === " ") && this.found.length) {
        this.choose(this.active);
        byId("panel").focus({ preventScroll: matchMedia("(min-width: 60rem)").matches });
      } else return;
      event.preventDefault();
    }

    // Filters and sorts, and puts the question into the address.
    changed() {
      this.find();
      this.toAddress();
      byId("viewport").scrollTop = 0;
      this.active = 0;
      this.draw(true);
    }

    find() {
      const { data } = this;
      const chosen = this.selects().filter(([, select]) => select.value !== "any").map(([name, select]) => [name, select.value.slice(1)]);
      const tests = chosen.map(([name, value]) => {
        if (name === "flow") return [data.flow, data.flows.map((flow) => flow === value)];
        if (name === "outcome") return [data.outcome, data.outcomes.map((outcome) => outcome === value)];
        if (name === "decision") return [data.decision, data.decisions.map((d) => d.verdict === value)];
        if (name === "reason") return [data.decision, data.decisions.map((d) => d.reasons.includes(value))];
        const dimension = data.dimensions.find((d) => `dim.${d.name}` === name);
        return [dimension.column, ["", ...dimension.values].map((v, i) => v === value && (i > 0 || value === ""))];
      });
      const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
      const found = [];
      rows: for (let row = 0; row < data.rows; row++) {
        for (const [column, right] of tests) if (!right[column[row]]) continue rows;
        if (words.length) { const text = data.text(row); for (const word of words) if (!text.includes(word)) continue rows; }
        found.push(row);
      }
      this.found = Uint32Array.from(found);
      this.order();
      const all = data.rows.toLocaleString("en");
      byId("status").textContent = found.length === data.rows ? `${all} scenarios` : `${found.length.toLocaleString("en")} of ${all} scenarios`;
    }

    order() {
      const { data, sort } = this;
      const by = (column, names) => { const rank = ranks(names); return [(row) => rank[column[row]]]; };
      const keys = {
        row: () => [],
        outcome: () => by(data.outcome, data.outcomes),
        decision: () => by(data.decision, data.decisions.map((d) => d.said)),
        expectation: () => by(data.expectation, data.expectations),
        scenario: () => [...by(data.flow, data.flows), ...data.dimensions.flatMap((d) => by(d.column, ["", ...d.values]))],
      }[sort.by]();
      const direction = sort.down ? -1 : 1;
      this.found.sort((a, b) => {
        for (const key of keys) { const order = key(a) - key(b); if (order) return order * direction; }
        return (a - b) * (keys.length ? 1 : direction);
      });
      for (const header of document.querySelectorAll("#table [data-sort]")) {
        if (header.dataset.sort === sort.by) header.setAttribute("aria-sort", sort.down ? "descending" : "ascending");
        else header.removeAttribute("aria-sort");
      }
      byId("table").setAttribute("aria-rowcount", String(this.found.length + 1));
    }

    toAddress() {
      const query = new URLSearchParams();
      for (const [name, select] of this.selects()) if (select.value !== "any") query.set(name, select.value.slice(1));
      if (byId("search").value) query.set("q", byId("search").value);
      if (this.sort.by !== "row" || this.sort.down) query.set("sort", this.sort.by + (this.sort.down ? ".down" : ""));
      if (this.row !== null) query.set("row", String(this.row + 1));
      const text = query.toString();
      this.address = text ? `#${text}` : "";
      // Anchors of the page stay as they are until something is asked.
      if (text || location.hash.includes("=")) history.replaceState(null, "", text ? this.address : location.pathname + location.search);
    }

    fromAddress() {
      const asked = location.hash.includes("=");
      if (this.address !== undefined && !asked) return;
      const query = new URLSearchParams(asked ? location.hash.slice(1) : "");
      for (const [name, select] of this.selects()) {
        select.value = query.has(name) ? `=${query.get(name)}` : "any";
        if (select.selectedIndex < 0) select.value = "any";
        if (name.startsWith("dim.") && select.value !== "any") byId("dimension-filters").open = true;
      }
      byId("search").value = query.get("q") ?? "";
      const [by, down] = (query.get("sort") ?? "row").split(".");
      this.sort = { by: ["row", "outcome", "scenario", "decision", "expectation"].includes(by) ? by : "row", down: down === "down" };
      const row = Number(query.get("row")) - 1;
      this.row = query.has("row") && row >= 0 && row < this.data.rows ? Math.floor(row) : null;
      this.find();
      this.toAddress();
      byId("viewport").scrollTop = 0;
      const at = this.row === null ? -1 : this.found.indexOf(this.row);
      this.active = Math.max(at, 0);
      if (at >= 0) this.show(at, true);
      else this.draw(true);
      this.details();
      if (asked) byId("scenarios").scrollIntoView();
    }

    height() {
      return (this.measured ??= byId("rows").querySelector("[data-at]")?.getBoundingClientRect().height || 36);
    }

    // Browsers limit how tall an element is; beyond that, a scrolled pixel stands for more than one.
    scale() {
      return Math.max(1, (this.found.length * this.height()) / 8e6);
    }

    show(at, centre = false) {
      const view = byId("viewport");
      const [height, scale] = [this.height(), this.scale()];
      const head = byId("table").tHead.offsetHeight;
      const room = view.clientHeight - head - height;
      const top = at * height;
      const from = view.scrollTop * scale;
      if (centre) view.scrollTop = (top - room / 2) / scale;
      else if (top < from) view.scrollTop = top / scale;
      else if (top > from + room) view.scrollTop = (top - room) / scale;
      this.draw(true);
    }

    draw(always = false) {
      const view = byId("viewport");
      const [height, scale] = [this.height(), this.scale()];
      const shown = Math.ceil(view.clientHeight / height) + 1;
      const first = Math.max(0, Math.min(Math.floor((view.scrollTop * scale) / height) - 4, this.found.length - shown - 8));
      const last = Math.min(this.found.length, first + shown + 8);
      if (!always && first === this.first && last === this.last) return;
      Object.assign(this, { first, last });
      const lines = [this.space((first * height) / scale)];
      for (let at = first; at < last; at++) lines.push(this.line(at));
      lines.push(this.space(((this.found.length - last) * height) / scale));
      byId("rows").replaceChildren(...lines);
      if (byId(`row-${this.active}`)) byId("table").setAttribute("aria-activedescendant", `row-${this.active}`);
      else byId("table").removeAttribute("aria-activedescendant");
    }

    space(height) {
      const line = element("tr", undefined, { class: "space", "aria-hidden": "true" });
      const cell = element("td", undefined, { colspan: "5" });
      cell.style.height = `${height}px`;
      line.append(cell);
      line.hidden = height <= 0;
      return line;
    }

    line(at) {
      const { data } = this;
      const row = this.found[at];
      const line = element("tr", undefined, { id: `row-${at}`, "data-at": at, "aria-rowindex": at + 2, "aria-selected": String(row === this.row) });
      if (at === this.active) line.className = "active";
      const outcome = element("td");
      outcome.append(this.tag(data.outcomes[data.outcome[row]]));
      const id = element("td");
      id.append(element("code", data.id(row)));
      line.append(element("td", (row + 1).toLocaleString("en")), outcome, id, element("td", data.decisions[data.decision[row]].said), element("td", data.expectations[data.expectation[row]] || "–"));
      return line;
    }

    tag(outcome) {
      const state = { passed: "met", failed: "missing", error: "missing", flaky: "missing", quarantined: "waived" }[outcome] ?? "none";
      const tag = element("span", undefined, { class: `tag ${state}` });
      const mark = { met: "✓ ", missing: "✕ ", waived: "◷ " }[state];
      if (mark) tag.append(element("span", mark, { "aria-hidden": "true" }));
      tag.append(outcome);
      return tag;
    }

    choose(at) {
      this.active = at;
      this.row = this.found[at];
      this.toAddress();
      this.draw(true);
      this.details();
    }

    details() {
      if (this.row === null) return byId("panel-body").replaceChildren(element("p", "Choose a row to see it in full.", { class: "muted" }));
      const { data, row } = this;
      const id = data.id(row);
      const list = element("dl");
      const add = (name, value) => {
        const pair = element("div", undefined, String(value).length > 60 ? { class: "long" } : {});
        pair.append(element("dt", name), value instanceof Node ? value : element("dd", value));
        list.append(pair);
      };
      const outcome = element("dd");
      outcome.append(this.tag(data.outcomes[data.outcome[row]]));
      add("Outcome", outcome);
      add("Decision", data.decisions[data.decision[row]].said);
      add("Expected", data.expectations[data.expectation[row]] || "–");
      add("Flow", data.flows[data.flow[row]]);
      for (const d of data.dimensions) if (d.column[row]) add(d.name, d.values[d.column[row] - 1]);
      const entry = data.quarantineEntries[data.quarantine[row] - 1];
      if (entry) add("Quarantine", `${entry.reason} (${entry.ticket}, ${entry.owner}, until ${entry.expires})`);
      for (const failure of data.failures.get(id) ?? []) {
        if (failure.rule) add("Decided by", failure.place ? `${failure.rule} (${failure.place.file}:${failure.place.line})` : failure.rule);
        if (failure.nearest_passing) add("Nearest that passes", failure.nearest_passing);
        if (failure.difference.length) add("Difference", failure.difference.join("; "));
        if (failure.receipts.length) add("Receipts", failure.receipts.join(", "));
        if (byId(`failure-${failure.number}`)) {
          const see = element("dd");
          see.append(element("a", `failure ${failure.number}`, { href: `#failure-${failure.number}` }));
          add("See", see);
        }
      }
      const paragraph = (child) => { const made = element("p"); made.append(child); return made; };
      const link = element("a", `Link to row ${(row + 1).toLocaleString("en")}`, { href: `#row=${row + 1}` });
      byId("panel-body").replaceChildren(paragraph(element("code", id)), list, paragraph(link));
    }
  }

  // Anchors into a closed part open it, and paper shows everything.
  const unfold = () => {
    const target = location.hash.length > 1 && byId(decodeURIComponent(location.hash.slice(1)));
    for (let part = target && target.closest("details"); part; part = part.parentElement.closest("details")) part.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener("hashchange", () => { if (!location.hash.includes("=")) unfold(); });
  let closed = [];
  addEventListener("beforeprint", () => { closed = [...document.querySelectorAll("details:not([open])")]; for (const part of closed) part.open = true; });
  addEventListener("afterprint", () => { for (const part of closed) part.open = false; });

  if (typeof DecompressionStream === "undefined") {
    byId("explorer").replaceWith(element("p", "This browser cannot unpack the scenarios (it has no DecompressionStream); everything else on this page is complete.", { class: "notice" }));
    return;
  }
  load().then((data) => {
    byId("explorer").hidden = false;
    new Explorer(new Scenarios(data));
    document.documentElement.dataset.ready = "yes";
    if (!location.hash.includes("=")) unfold();
  });
})();
