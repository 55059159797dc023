// Who came without a booking: name and birth are enough.

import { about } from "./card.js";
import { at, complain, copyOf, show } from "./dom.js";
import { fold } from "./fold.js";
import { reason, say } from "./words.js";

const YEAR = /^(19|20)[0-9]{2}$/;
const DAY = /^([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})$/;
const PHONE = /^0[35789][0-9]{8}$/;
const IDENTITY = /^(0(?!00)[0-9]{11}|[0-9]{9})$/;

const digits = (text) => text.replace(/[\s.\-()/+]/g, "");
const phoneOf = (text) => digits(text).replace(/^84(?=[0-9]{9}$)/, "0");

const isBirth = (text, today) => {
  if (YEAR.test(text)) return Number(text) <= today.getFullYear();
  const [, day, month, year] = (DAY.exec(text) || []).map(Number);
  if (!year || year < 1901) return false;
  const date = new Date(year, month - 1, day);
  return date.getMonth() === month - 1 && date.getDate() === day && date <= today;
};

export const yearOf = (birth) => String(birth).slice(-4);

export const wrongOf = ({ full_name, birth, phone, identity }, today) => {
  if (!full_name) return "no_name";
  if (!isBirth(birth, today)) return "wrong_birth";
  if (phone && !PHONE.test(phoneOf(phone))) return "wrong_phone";
  return identity && !IDENTITY.test(digits(identity)) ? "wrong_identity" : "";
};

export class WalkIn {
  // `enter(person)` notes that somebody arrived; `choose(person)` opens the card of one who is in the list.
  constructor(book, { enter, choose }) {
    Object.assign(this, { book, enter, choose, sheet: at("walk-in"), form: at("walk-in-form") });
    this.form.addEventListener("submit", (event) => this.submit(event));
    at("walk-name").addEventListener("input", () => this.suggest());
    at("walk-birth").addEventListener("input", () => this.suggest());
  }

  open(name = "") {
    this.form.reset();
    this.complain("");
    at("walk-name").value = name;
    const options = this.book.list.units.map(([code, words]) => new Option(words, code));
    at("walk-unit").replaceChildren(new Option("", ""), ...options);
    this.suggest();
    this.sheet.showModal();
    at("walk-name").focus();
  }

  namesakes() {
    const name = fold(at("walk-name").value);
    const year = yearOf(at("walk-birth").value.trim());
    if (name.split(" ").length < 2) return [];
    return this.book
      .people()
      .filter((person) => person.folded === name && (year.length < 4 || !person.birth || yearOf(person.birth) === year));
  }

  suggest() {
    const same = this.namesakes().slice(0, 4);
    show(at("walk-same"), same.length > 0);
    at("walk-same").replaceChildren(
      ...same.map((person) => {
        const row = copyOf("person-row");
        const button = row.querySelector(".ci-open");
        button.textContent = person.name;
        button.addEventListener("click", () => {
          this.sheet.close();
          this.choose(person);
        });
        row.querySelector(".row-meta").textContent = about(person);
        return row;
      }),
    );
  }

  complain(name, sentence = name && reason(name)) {
    for (const place of this.form.querySelectorAll("[data-error]")) {
      const isMeant = place.dataset.error === name;
      complain(place, isMeant ? sentence : "", place.parentElement.querySelector("input"));
      if (isMeant) {
        place.closest("details")?.setAttribute("open", "");
        place.parentElement.querySelector("input").focus();
      }
    }
  }

  async submit(event) {
    event.preventDefault();
    const said = Object.fromEntries([...new FormData(this.form)].map(([name, value]) => [name, value.trim()]));
    const person = { sex: "", ...said, key: crypto.randomUUID(), phone: phoneOf(said.phone), identity: digits(said.identity) };
    const wrong = wrongOf(said, new Date(this.book.now()));
    if (wrong) return this.complain(wrong);
    const isTold = person.phone || person.identity || !YEAR.test(person.birth);
    if (!isTold && this.namesakes().length) return this.complain("wrong_birth", say("namesake"));
    this.sheet.close();
    await this.enter({ id: 0, person, name: person.full_name, walk_in: true, state: "registered" });
  }
}
