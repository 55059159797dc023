// After the day: names are gone from the device; what was not sent is sent first, and never dropped unseen.

import { Book, wipe } from "./book.js";
import { at, complain, copyOf, screen, show } from "./dom.js";
import { Sender } from "./sender.js";
import { countOf } from "./store.js";
import { say, state as stateWord } from "./words.js";

export class Over {
  // `why`: after_the_day, done or cancelled.
  constructor(vault, why, book = null) {
    Object.assign(this, { vault, why, book });
    at("over-form").addEventListener("submit", (event) => this.send(event));
    at("over-drop").querySelector("button").addEventListener("click", () => this.dropAll());
  }

  async show() {
    const isNew = !this.vault.meta; // nothing was ever loaded on this device
    await wipe(this.vault);
    const n = await countOf(this.vault.code);
    at("over-title").textContent = say(this.why);
    at("over-text").textContent = n ? say("over_unsent", { n }) : say(isNew ? "over_new" : "over_sent");
    show(at("over-results"), this.why !== "cancelled");
    const isClosed = this.why !== "after_the_day";
    show(at("over-form"), n > 0 && !(isClosed && this.book));
    screen("over");
    if (n && isClosed && this.book) this.listLines();
  }

  async send(event) {
    event.preventDefault();
    const secret = at("over-code").value;
    const vault = { ...this.vault, list: null };
    this.book = (await Book.unlock(vault, secret)) || (await Book.unlockRecords(vault, secret));
    complain(at("over-error"), this.book ? "" : say("code_wrong"), at("over-code"));
    if (!this.book) return;
    const sender = new Sender(this.book, { changed: () => {}, closed: (why) => (this.why = why) });
    sender.listedAt = Date.now();
    await sender.run();
    sender.stop();
    if (sender.trouble) return this.fail(sender.trouble);
    await this.settle();
  }

  fail(trouble) {
    complain(at("over-error"), say(trouble));
    show(at("over-form").querySelector("[data-sign-in-link]"), trouble === "signed_out" || trouble === "out_of_reach");
  }

  async settle() {
    at("over-form").reset();
    await this.show();
    if (this.book.records.length) this.listLines();
  }

  // What the server would not take: to be copied to paper, then dropped by a person.
  listLines() {
    const records = this.book.records;
    at("over-text").textContent = say("over_refused", { n: records.length });
    at("over-lines").replaceChildren(
      ...records.map((record) => {
        const row = copyOf("line-row");
        const ml = record.volume_ml ? ` ${say("volume", { ml: record.volume_ml })}` : "";
        row.querySelector(".row-title").textContent = record.person?.full_name || record.name;
        row.querySelector(".row-meta").textContent = `${stateWord(record.outcome)}${ml}`;
        return row;
      }),
    );
    show(at("over-form"), false);
    show(at("over-lines"), true);
    show(at("over-drop"), true);
  }

  async dropAll() {
    await this.book.drop(this.book.records.map((record) => record.key));
    show(at("over-lines"), false);
    show(at("over-drop"), false);
    await this.show();
  }
}
