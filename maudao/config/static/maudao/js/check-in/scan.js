// The sheet with the camera: a ticket of this drive notes that its owner arrived; anything else is named for what it is.

import { Camera } from "./camera.js";
import { at, show } from "./dom.js";
import { read } from "./tickets.js";
import { say } from "./words.js";

const SAME = 4000; // milliseconds in which the same code is not read again

export class Scan {
  // `arrive(ticket)` notes an arrival and returns {person, said}; `choose(person)` opens the card.
  constructor(book, { arrive, choose }) {
    Object.assign(this, { book, arrive, choose, sheet: at("scan"), last: "", lastAt: 0, person: null });
    this.camera = new Camera(at("camera"), (text) => this.seen(text));
    this.prompt = at("scan-said").textContent;
    this.sheet.addEventListener("close", () => this.camera.stop());
    at("torch").addEventListener("click", () => this.toggleTorch());
    at("scan-card").addEventListener("click", () => {
      this.sheet.close();
      this.choose(this.person);
    });
  }

  async open() {
    this.last = "";
    this.tell(this.prompt);
    this.sheet.showModal();
    try {
      await this.camera.start();
      show(at("torch"), this.camera.hasTorch);
    } catch (error) {
      this.tell(say(error.name === "NotAllowedError" ? "camera_refused" : "camera_missing"), null, "stop");
    }
  }

  async seen(text) {
    const moment = Date.now();
    if (text === this.last && moment - this.lastAt < SAME) return;
    Object.assign(this, { last: text, lastAt: moment });
    const found = read(text, this.book.vault.meta.pk);
    if (found.kind !== "ticket") return this.tell(say(`qr_${found.kind}`), null, "stop");
    const { person, said, tone } = await this.arrive(found.ticket);
    navigator.vibrate?.(80);
    this.tell(said, person, tone);
  }

  tell(sentence, person = null, tone = "") {
    at("scan-said").textContent = sentence;
    at("scan-said").dataset.tone = tone;
    this.person = person;
    show(at("scan-card"), Boolean(person));
  }

  async toggleTorch() {
    const isOn = at("torch").getAttribute("aria-pressed") !== "true";
    await this.camera.torch(isOn);
    at("torch").setAttribute("aria-pressed", String(isOn));
  }
}
