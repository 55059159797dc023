// Opens a sheet in place: <a href="/full/page/" data-sheet="sheet-id">. Without this file the link leads to the full page.
"use strict";

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-sheet]");
  const sheet = opener && document.getElementById(opener.dataset.sheet);
  if (sheet && typeof sheet.showModal === "function") {
    event.preventDefault();
    sheet.showModal();
  } else if (event.target.matches("dialog.sheet")) {
    event.target.close(); // a touch beside the sheet, on its backdrop
  }
});
