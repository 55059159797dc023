// Takes the reader to what is to be corrected: on a phone it may stand far below the top of the page.
"use strict";

const wrong = document.querySelector('main :is([role="alert"], [aria-invalid="true"]):not([hidden])');
if (wrong) {
  wrong.closest("details")?.setAttribute("open", "");
  wrong.scrollIntoView({ block: "center" });
  if (wrong.hasAttribute("aria-invalid")) wrong.focus({ preventScroll: true });
}
