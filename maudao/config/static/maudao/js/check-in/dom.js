// The few things that are done to the page again and again.

export const at = (id) => document.getElementById(id);

export const show = (element, shown) => {
  element.hidden = !shown;
};

export const screen = (name) => {
  at("toast").textContent = "";
  for (const section of document.querySelectorAll("[data-screen]")) show(section, section.dataset.screen === name);
};

// Shows what is wrong with a field, or takes it away ("").
export const complain = (place, sentence, input = null) => {
  (place.querySelector("span") || place).textContent = sentence;
  show(place, Boolean(sentence));
  if (input) input.setAttribute("aria-invalid", String(Boolean(sentence)));
};

export const copyOf = (id) => at(id).content.cloneNode(true).firstElementChild;

export const badge = (tone, word) => {
  const made = copyOf(`badge-${tone}`);
  made.append(word);
  return made;
};

let fading = 0;
export const toast = (sentence) => {
  at("toast").textContent = sentence;
  clearTimeout(fading);
  fading = setTimeout(() => (at("toast").textContent = ""), 4500);
};
