// A table whose columns sort where it stands, in the order that the server would give.
"use strict";

(() => {
  const rankOf = (row, place) => {
    const rank = row.cells[place].dataset.rank;
    return rank === undefined ? null : Number(rank);
  };

  const compare = (place, sign) => (one, other) => {
    const [left, right] = [rankOf(one, place), rankOf(other, place)];
    if (left === null || right === null) return (left === null) - (right === null);
    return sign * (left - right);
  };

  const addressFor = (link, name) => {
    const address = new URL(link.href);
    address.searchParams.set("sort", name);
    return address;
  };

  const sort = (table, rows, head) => {
    const heads = [...head.parentElement.cells];
    const order = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
    const place = heads.indexOf(head);
    const sorted = [...rows].sort(compare(place, order === "ascending" ? 1 : -1));
    table.tBodies[0].append(...sorted);
    for (const each of heads) {
      if (each === head) each.setAttribute("aria-sort", order);
      else each.removeAttribute("aria-sort");
      const link = each.querySelector("a.view-sort");
      const name = link.dataset.name;
      link.href = addressFor(link, each === head && order === "ascending" ? `-${name}` : name);
    }
    const link = head.querySelector("a.view-sort");
    const name = link.dataset.name;
    table.caption.textContent = `By ${name}, ${order}`;
    const address = addressFor(link, order === "ascending" ? name : `-${name}`);
    history.replaceState(history.state, "", address.pathname + address.search);
  };

  for (const table of document.querySelectorAll("table.view-sortable")) {
    const rows = [...table.tBodies[0].rows];
    const status = document.createElement("p");
    status.className = "view-told";
    status.setAttribute("role", "status");
    table.closest(".scroll").after(status);
    table.tHead.addEventListener("click", (event) => {
      const link = event.target.closest("a.view-sort");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      sort(table, rows, link.closest("th"));
      status.textContent = `Sorted: ${table.caption.textContent}`;
    });
  }
})();
