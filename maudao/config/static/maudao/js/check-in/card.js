// The card of one person: who it is, how they stand, and what to note.

import { at, badge, complain, show } from "./dom.js";
import { isFinal, undoing } from "./outcome.js";
import { clock, kind, reason, say, state as stateWord } from "./words.js";

const TONES = { registered: "plain", arrived: "wait", donated: "good", deferred: "info", left: "info" };
const WHOLE_BLOOD = "whole_blood";
const COMPONENT_ML = [50, 650];
const BAGS_ML = [250, 350, 450];

export const standing = (person) => {
  if (person.state !== "donated" || !person.given) return stateWord(person.state);
  const volume = say("volume", { ml: person.given.volume_ml });
  const what = person.given.kind === WHOLE_BLOOD ? "" : ` ${kind(person.given.kind)}`;
  return `${stateWord("donated")}${what} ${volume}`;
};

export const badges = (person) => {
  const made = [badge(TONES[person.state] || "plain", standing(person))];
  if (person.unsent) made.push(badge("warn", say("not_sent_yet")));
  return made;
};

export const about = (person) =>
  [
    person.birth && say("born", { year: person.birth }),
    person.slot || (person.walk_in ? say("walk_in") : ""),
    person.unit,
    person.last4 && say("card_ends", { last4: person.last4 }),
  ]
    .filter(Boolean)
    .join(" · ");

export class Card {
  // `note(person, outcomes, gift)` writes down; the sheet closes. `early()` says why nothing may be noted yet, or "".
  constructor(note, early) {
    Object.assign(this, { sheet: at("card"), note, early });
    at("note-arrived").addEventListener("click", () => this.say(["arrived"]));
    at("note-reopened").addEventListener("click", () => this.say(undoing(this.person.state)));
    for (const button of this.sheet.querySelectorAll("[data-outcome]")) {
      button.addEventListener("click", () => this.say([button.dataset.outcome]));
    }
    for (const button of this.sheet.querySelectorAll("[data-bag]")) {
      const gift = { kind: WHOLE_BLOOD, volume_ml: Number(button.dataset.bag) };
      button.addEventListener("click", () => this.say(["donated"], gift));
    }
    at("other-gift").addEventListener("submit", (event) => this.give(event));
  }

  open(person, hint = "") {
    this.person = person;
    at("card-name").textContent = person.name;
    at("card-meta").textContent = about(person);
    at("card-state").replaceChildren(...badges(person));
    const arrived = person.arrivedAt ? say("arrived_at", { time: clock(person.arrivedAt) }) : "";
    complain(at("card-hint"), this.early() || hint || arrived);
    this.offer(person.state);
    if (!this.sheet.open) this.sheet.showModal();
    (this.sheet.querySelector(".button-main") || at("note-reopened")).focus({ preventScroll: true });
  }

  // One main button: the next thing that happens to a person.
  offer(state) {
    const isEarly = Boolean(this.early());
    show(at("note-arrived"), !isEarly && state === "registered");
    show(at("card-outcomes"), !isEarly && !isFinal(state));
    show(at("note-reopened"), !isEarly && state !== "registered");
    at("note-arrived").classList.toggle("button-main", state === "registered");
    this.sheet.querySelector("[data-bag='350']").classList.toggle("button-main", state === "arrived");
    at("other-gift").reset();
    at("other-gift").closest("details").open = false;
    complain(at("gift-error"), "", at("gift-ml"));
  }

  async give(event) {
    event.preventDefault();
    const gift = {
      kind: at("gift-kind").value,
      volume_ml: Number(at("gift-ml").value),
      certificate_serial: at("gift-serial").value.trim(),
    };
    if (isPossible(gift)) return this.say(["donated"], gift);
    complain(at("gift-error"), reason("volume_impossible"), at("gift-ml"));
    at("gift-ml").focus();
  }

  async say(outcomes, gift = {}) {
    const person = this.person;
    this.sheet.close();
    await this.note(person, outcomes, gift);
  }
}

const isPossible = ({ kind: what, volume_ml: ml }) =>
  what === WHOLE_BLOOD ? BAGS_ML.includes(ml) : Number.isInteger(ml) && ml >= COMPONENT_ML[0] && ml <= COMPONENT_ML[1];
