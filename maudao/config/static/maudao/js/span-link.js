// A value and the clause it was read in light up together, whichever of the two is pointed at.
// Values carry data-span-of="REF", clauses data-span="REF". Without this file the link to the clause still works.
"use strict";

const partners = (ref) =>
  document.querySelectorAll(`[data-span="${CSS.escape(ref)}"], [data-span-of="${CSS.escape(ref)}"]`);

const light = (event, on) => {
  if (!(event.target instanceof Element)) return;
  const place = event.target.closest("[data-span], [data-span-of]");
  if (!place) return;
  for (const partner of partners(place.dataset.span || place.dataset.spanOf)) {
    partner.classList.toggle("is-lit", on);
  }
};

document.addEventListener("pointerover", (event) => light(event, true));
document.addEventListener("pointerout", (event) => light(event, false));
document.addEventListener("focusin", (event) => light(event, true));
document.addEventListener("focusout", (event) => light(event, false));
