"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const table = by("table"), body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  const search = by("q");
  const names = ["state", "owner", "team", "service", "severity"];
  const choices = names.map((name) => [name, by(`f-${name}`)]).filter(([, list]) => list);
  const rows = [...body.rows].map((row) => ({
    row,
    text: row.textContent.toLowerCase(),
    state: row.dataset.f.split(" "),
    severity: [row.dataset.s],
    team: JSON.parse(row.dataset.t),
    service: JSON.parse(row.dataset.v),
    owner: [...row.cells[4].querySelectorAll(".o")].map((each) => each.textContent),
    incident: row.cells[2].textContent,
  }));
  const sorter = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  const few = matchMedia("(max-width: 46rem)").matches ? 25 : 100;
  let only = "", strange = "";

  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const each of rows) {
      const fits = choices.every(([name, list]) => !list.value || each[name].includes(list.value))
        && (!only || each.incident === only)
        && words.every((word) => each.text.includes(word));
      if (each.row.hidden === fits) each.row.hidden = !fits;
      each.row.classList.toggle("later", fits && shown >= few);
      shown += fits;
    }
    by("count").textContent = `${shown} of ${rows.length} items` + (only ? ` (${only})` : "") + strange;
    by("empty").hidden = shown > 0 || !rows.length;
    by("more").hidden = shown <= few || table.classList.contains("all");
    by("more").textContent = `Show ${shown - few} more items`;
    remember();
  };

  // The address holds what is chosen, so that it can be sent to somebody else.
  const remember = () => {
    const kept = new URLSearchParams();
    for (const [name, list] of choices) if (list.value !== (name === "state" ? "open" : "")) kept.set(name, list.value);
    if (only) kept.set("incident", only);
    if (search.value) kept.set("q", search.value);
    const hash = kept.toString();
    if (hash !== location.hash.slice(1)) {
      try {
        history.replaceState(null, "", hash ? `#${hash}` : location.pathname + location.search);
      } catch { /* where the page is shown may not allow it */ }
    }
  };

  const folded = (text) => text.replace(/^@/, "").toLowerCase();

  const recall = () => {
    if (!location.hash.includes("=")) return;
    const kept = new URLSearchParams(location.hash.slice(1));
    strange = "";
    for (const name of names) {
      const list = by(`f-${name}`), usual = name === "state" ? "open" : "", asked = kept.get(name) ?? usual;
      const found = [...list?.options ?? []].find((each) => folded(each.value) === folded(asked));
      if (list) list.value = found?.value ?? "";
      if (asked && !found) strange += `; no ${name} “${asked.slice(0, 60)}” here`;
    }
    only = kept.get("incident") ?? "";
    search.value = kept.get("q") ?? "";
  };

  const value = (row, place) => row.cells[place].dataset.v ?? row.cells[place].textContent;

  const sort = (place) => {
    const down = heads[place].getAttribute("aria-sort") === "ascending";
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[place].setAttribute("aria-sort", down ? "descending" : "ascending");
    const keys = new Map(rows.map((each) => [each, value(each.row, place)]));
    rows.sort((one, other) => {
      const a = keys.get(one), b = keys.get(other);
      return (a === "") - (b === "") || (down ? -1 : 1) * sorter.compare(a, b);
    });
    body.append(...rows.map((each) => each.row));
    apply();
  };

  const reset = (shownState) => {
    for (const [name, list] of choices) list.value = name === "state" ? shownState : "";
    search.value = only = strange = "";
    apply();
  };

  const jump = () => {
    by("items").scrollIntoView();
    by("items").focus({ preventScroll: true });
  };

  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { only = strange = ""; apply(); }, 80);
  });
  for (const [, list] of choices) list.addEventListener("change", () => { strange = ""; apply(); });
  search.form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  heads.forEach((head, place) => head.firstElementChild.addEventListener("click", () => sort(place)));
  by("reset").addEventListener("click", () => { reset(""); search.focus(); });
  by("more").addEventListener("click", () => { table.classList.add("all"); by("more").hidden = true; });
  document.addEventListener("click", (event) => {
    const pick = event.target.closest(".pick");
    if (!pick) return;
    reset(pick.dataset.state ?? "open");
    only = pick.dataset.incident ?? "";
    if (pick.dataset.owner !== undefined) by("f-owner").value = pick.dataset.owner;
    apply();
    jump();
  });
  // On paper nobody opens a list.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("main > section > details, .months-more, .lists details:not(.by)")].filter((each) => !each.open);
    for (const each of opened) each.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const each of opened) each.open = false;
  });
  window.addEventListener("hashchange", () => { if (location.hash.includes("=")) { recall(); apply(); jump(); } });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape") {
      reset("open");
    }
  });
  const asked = location.hash.includes("=");
  recall();
  apply();
  if (asked) jump();
})();
