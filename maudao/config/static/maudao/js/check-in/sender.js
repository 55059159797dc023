// Sends what is not sent yet: at once when something was noted, when the network or the page comes back, every 30 seconds;
// more and more seldom while it fails. Sending the same lines again is harmless: the server knows them by their keys.

import { fetchList, sendRecords, Trouble } from "./server.js";
import { deviceName } from "./store.js";

const AT_ONCE = 200; // lines in one request
const EVERY = 30000;
const MOST = 300000;
const LIST_AGE = 120000;
const BROKEN = 500;

const line = ({ key, at, outcome, kind, volume_ml, certificate_serial, registration, ticket, person }) => ({
  key,
  at,
  outcome,
  ...(outcome === "donated" ? { kind, volume_ml, certificate_serial: certificate_serial || "" } : {}),
  ...(registration ? { registration, ticket } : person ? { person } : { ticket }),
});

export class Sender {
  // `changed` is called whenever there is something new to show; `closed` when the server takes nothing more.
  constructor(book, { changed, closed }) {
    Object.assign(this, { book, changed, closed, trouble: "", sending: 0, failures: 0, timer: 0, listedAt: 0 });
    this.busy = null;
    this.most = AT_ONCE;
  }

  start() {
    addEventListener("online", () => this.soon(0));
    addEventListener("offline", () => this.changed());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.soon(0));
    this.soon(0);
  }

  stop() {
    clearTimeout(this.timer);
    this.stopped = true;
  }

  soon(wait = 400) {
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.run(), wait);
  }

  // Sends all there is, and fetches the list where it is old; several calls are one.
  run() {
    this.busy ||= this.turn().finally(() => (this.busy = null));
    return this.busy;
  }

  async turn() {
    try {
      const isNew = await this.sendAll();
      if (isNew || Date.now() - this.listedAt > LIST_AGE) await this.refresh();
      this.trouble = "";
      this.failures = 0;
    } catch (error) {
      if (!(error instanceof Trouble)) throw error;
      if (error.what === "closed") return this.closed(error.detail);
      this.trouble = error.what;
      this.failures += 1;
    } finally {
      this.sending = 0;
      this.changed();
      this.soon(Math.min(EVERY * 2 ** Math.max(this.failures - 1, 0), MOST) * (0.8 + Math.random() * 0.4));
    }
  }

  async sendAll() {
    let isNew = false;
    for (;;) {
      const records = this.book.unsent().slice(0, this.most);
      if (!records.length) return isNew;
      this.sending = records.length;
      this.changed();
      const answers = await this.answered(records);
      isNew = (await this.book.takeAnswers(answers)) || isNew;
      this.most = AT_ONCE;
    }
  }

  // A line at which the server breaks must not hold the others back: fewer and fewer are sent, until it stands alone.
  async answered(records) {
    try {
      const answer = await sendRecords(await deviceName(), records.map(line));
      this.book.setClock(answer.now);
      return answer.answers;
    } catch (error) {
      if (error.detail !== BROKEN) throw error;
      if (records.length === 1) return [{ key: records[0].key, reason: "malformed" }];
      this.most = Math.ceil(records.length / 2);
      throw error;
    }
  }

  async refresh() {
    const answer = await fetchList();
    if (answer.drive.closed) throw new Trouble("closed", answer.drive.closed);
    await this.book.takeList(answer);
    this.listedAt = Date.now();
  }

  // Asks for the list now.
  reload() {
    this.listedAt = 0;
    this.failures = 0;
    return this.run();
  }

  async again(key) {
    await this.book.setRefused(key, "");
    this.soon(0);
  }
}
