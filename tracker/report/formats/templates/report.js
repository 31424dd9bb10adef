"use strict";
(() => {
  const by = (id) => document.getElementById(id);
  const table = by("table"), body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
  const search = by("q"), state = by("f-state"), owner = by("f-owner"), severity = by("f-severity");
  const rows = [...body.rows].map((row) => ({
    row,
    text: row.textContent.toLowerCase(),
    marks: row.dataset.f.split(" "),
    severity: row.dataset.s,
    owners: [...row.cells[4].children].map((each) => each.textContent),
    incident: row.cells[2].textContent,
  }));
  const sorter = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });
  let only = "";

  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const each of rows) {
      const fits = (!state.value || each.marks.includes(state.value))
        && (!owner.value || each.owners.includes(owner.value))
        && (!severity.value || each.severity === severity.value)
        && (!only || each.incident === only)
        && words.every((word) => each.text.includes(word));
      if (each.row.hidden === fits) each.row.hidden = !fits;
      shown += fits;
    }
    by("count").textContent = `${shown} of ${rows.length} items` + (only ? ` (${only})` : "");
    by("empty").hidden = shown > 0;
  };

  const value = (row, place) => row.cells[place].dataset.v ?? row.cells[place].textContent;

  const sort = (place) => {
    const down = heads[place].getAttribute("aria-sort") === "ascending";
    heads.forEach((head) => head.removeAttribute("aria-sort"));
    heads[place].setAttribute("aria-sort", down ? "descending" : "ascending");
    const keyed = rows.map((each) => [value(each.row, place), each]);
    keyed.sort((a, b) => (a[0] === "") - (b[0] === "") || (down ? -1 : 1) * sorter.compare(a[0], b[0]));
    body.append(...keyed.map((pair) => pair[1].row));
  };

  const reset = (shownState) => {
    search.value = owner.value = severity.value = only = "";
    state.value = shownState;
    apply();
  };

  let waiting = 0;
  search.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { only = ""; apply(); }, 80);
  });
  for (const choice of [state, owner, severity]) choice.addEventListener("change", apply);
  search.form.addEventListener("submit", (event) => { event.preventDefault(); apply(); });
  heads.forEach((head, place) => head.firstElementChild.addEventListener("click", () => sort(place)));
  by("reset").addEventListener("click", () => { reset(""); search.focus(); });
  document.addEventListener("click", (event) => {
    const pick = event.target.closest(".pick");
    if (!pick) return;
    reset("open");
    only = pick.dataset.incident;
    apply();
    by("items").scrollIntoView();
    by("items").focus({ preventScroll: true });
  });
  window.addEventListener("beforeprint", () => {
    for (const more of document.querySelectorAll("main > section > details")) more.open = true;
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      search.focus();
    } else if (event.key === "Escape") {
      reset("open");
    }
  });
  apply();
})();
