// The screen at work: what is unsent, how many came, whom to find.

import { Card, about, badges, standing } from "./card.js";
import { at, complain, copyOf, show, toast } from "./dom.js";
import { Scan } from "./scan.js";
import { Sender } from "./sender.js";
import { WalkIn } from "./walk-in.js";
import { clock, reason, say, shownDay, state as stateWord } from "./words.js";

const SHOWN = 30;

export class Work {
  // `closed(why)` leaves the screen: the server takes nothing more.
  constructor(book, { closed }) {
    this.book = book;
    this.sender = new Sender(book, { changed: () => this.draw(), closed });
    this.card = new Card((person, outcomes, gift) => this.note(person, outcomes, gift), () => this.early());
    const choose = (person) => this.card.open(this.book.person(person.ref) || person);
    this.scan = new Scan(book, { arrive: (ticket) => this.arrive(ticket), choose });
    this.walkIn = new WalkIn(book, { enter: (person) => this.note(person, ["arrived"]), choose });
    this.listen();
  }

  start() {
    this.draw();
    this.sender.start();
  }

  listen() {
    at("find").addEventListener("input", () => this.drawPeople());
    at("find").addEventListener("keydown", (event) => {
      const [first] = event.key === "Enter" && at("find").value.trim() ? this.book.found(at("find").value) : [];
      if (first) this.card.open(first);
    });
    at("open-scan").addEventListener("click", () => this.scan.open());
    at("open-walk-in").addEventListener("click", () => this.walkIn.open(at("find").value.trim()));
    at("send-now").addEventListener("click", () => this.sender.run());
    at("reload").addEventListener("click", () => this.sender.reload());
    at("people").addEventListener("click", (event) => {
      const row = event.target.closest("li");
      if (row) this.card.open(this.book.person(row.person.ref));
    });
    at("old-code").addEventListener("submit", (event) => this.openOlder(event));
  }

  // Why nothing may be noted: the day is still to come. "" once it has begun.
  early() {
    return this.book.isEarly() ? say("too_early", { day: shownDay(this.book.vault.meta.held_on) }) : "";
  }

  async note(person, outcomes, gift = {}) {
    if (this.early()) return toast(this.early());
    await this.book.note(person, outcomes, gift);
    const ref = person.id || person.person?.key || person.ticket;
    const now = this.book.person(ref);
    const what = now ? standing(now) : stateWord(outcomes.at(-1));
    toast(say(outcomes[0] === "reopened" ? "undone" : "noted", { name: person.name, what }));
    at("find").value = "";
    this.draw();
    this.sender.soon();
  }

  // A scanned ticket: the first scan is the arrival; a later one says how the person stands.
  async arrive(ticket) {
    const person = this.book.ofTicket(ticket, say("unknown_ticket"));
    if (this.early()) return { person, said: this.early(), tone: "" };
    if (person.state !== "registered") {
      return { person, said: say("already", { name: person.name, what: standing(person) }), tone: "" };
    }
    await this.note(person, ["arrived"]);
    const now = this.book.ofTicket(ticket, person.name);
    const said = say("noted", { name: now.name, what: standing(now) });
    return { person: now, said: person.id ? said : `${said} ${say("unknown_ticket_hint")}`, tone: "good" };
  }

  draw() {
    const { booked, arrived, given } = this.book.counts();
    at("count-booked").textContent = booked;
    at("count-arrived").textContent = arrived;
    at("count-given").textContent = given;
    this.drawEarly();
    this.drawSync();
    this.drawProblems();
    this.drawPeople();
  }

  drawEarly() {
    const why = this.early();
    at("early-text").textContent = why;
    show(at("early"), Boolean(why));
    at("open-walk-in").disabled = Boolean(why);
  }

  drawSync() {
    const { trouble, sending } = this.sender;
    const n = this.book.unsent().length + this.book.locked.length;
    const sentAt = this.book.vault.sentAt;
    const done = say(sentAt ? "all_sent" : "nothing_to_send");
    at("sync").dataset.tone = sending ? "wait" : n || trouble ? "warn" : "good";
    at("sync-count").textContent = sending ? say("sending", { n: sending }) : n ? say("unsent", { n }) : done;
    at("sync-when").textContent = sentAt ? say("last_sent", { time: clock(sentAt) }) : n ? say("never_sent") : "";
    const isSilent = !navigator.onLine || trouble === "offline";
    const sentence = isSilent ? (this.early() ? "" : say("offline")) : trouble ? say(trouble) : "";
    at("sync-trouble-text").textContent = sentence;
    show(at("sync-trouble"), Boolean(sentence));
    show(at("sync-trouble").querySelector("a"), ["signed_out", "out_of_reach"].includes(trouble));
  }

  drawProblems() {
    const refused = this.book.refused();
    show(at("problems"), refused.length > 0);
    at("problem-list").replaceChildren(...refused.map((record) => this.problem(record)));
    const n = this.book.locked.length;
    show(at("old-code"), n > 0);
    at("old-code-text").textContent = say("old_code", { n });
  }

  problem(record) {
    const row = copyOf("problem-row");
    row.querySelector("b").textContent = `${record.name} – ${stateWord(record.outcome)}:`;
    row.querySelector("span").textContent = reason(record.refused);
    row.querySelector("[data-again]").addEventListener("click", () => this.sender.again(record.key));
    row.querySelector("[data-drop]").addEventListener("click", async () => {
      await this.book.drop([record.key]);
      this.draw();
    });
    return row;
  }

  drawPeople() {
    const asked = at("find").value;
    const found = this.book.found(asked);
    at("people").replaceChildren(...found.slice(0, SHOWN).map(rowOf));
    show(at("people"), found.length > 0);
    const more = found.length - SHOWN;
    at("more").textContent = !found.length ? say("none_found") : more > 0 ? say("more_found", { n: more }) : "";
  }

  async openOlder(event) {
    event.preventDefault();
    const isRight = await this.book.unlockOlder(at("old-code-input").value);
    complain(at("old-code-error"), isRight ? "" : say("code_wrong"), at("old-code-input"));
    at("old-code").reset();
    this.draw();
    this.sender.soon(0);
  }
}

const rowOf = (person) => {
  const row = copyOf("person-row");
  row.person = person;
  row.querySelector(".ci-open").textContent = person.name;
  row.querySelector(".row-meta").textContent = about(person);
  row.querySelector(".ci-states").replaceChildren(...badges(person));
  return row;
};
