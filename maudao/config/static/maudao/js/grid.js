// The allocation grid: keeps the sum and what is left (or over) beside the numbers while they are typed,
// and makes a locked cell read-only. The server checks again; without this file it alone does.
"use strict";

const number = new Intl.NumberFormat(document.documentElement.lang || "vi");

const given = (grid) =>
  [...grid.querySelectorAll("[data-grid-number]")].reduce((sum, input) => sum + (Number(input.value) || 0), 0);

const show = (grid) => {
  const sum = given(grid);
  const gap = Number(grid.dataset.quota) - sum;
  grid.querySelector("[data-grid-sum]").textContent = number.format(sum);
  grid.querySelector("[data-grid-gap]").textContent = number.format(Math.abs(gap));
  for (const word of grid.querySelectorAll("[data-grid-when]")) {
    word.hidden = word.dataset.gridWhen !== (gap > 0 ? "left" : gap < 0 ? "over" : "even");
  }
  grid.querySelector("[data-grid-gap]").hidden = gap === 0;
};

const lock = (box) => {
  box.closest("tr").querySelector("[data-grid-number]").readOnly = box.checked;
};

document.addEventListener("input", (event) => {
  const grid = event.target.closest("[data-grid]");
  if (!grid) return;
  if (event.target.matches("[data-grid-lock]")) lock(event.target);
  show(grid);
});

for (const grid of document.querySelectorAll("[data-grid]")) {
  grid.querySelectorAll("[data-grid-lock]").forEach(lock);
  show(grid);
}
