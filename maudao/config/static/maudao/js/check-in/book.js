// The day's list on this device, opened with the staff's code: people, and over them the records not yet sent.

import { fold } from "./fold.js";
import { isFinal, merged } from "./outcome.js";
import { ITERATIONS, keyOf, newSalt, open, seal } from "./seal.js";
import * as store from "./store.js";
import { dayOf } from "./words.js";

const CHECK = "maudao"; // what a right code opens

export const isOver = (vault) => dayOf(Date.now() + vault.meta.skew) > vault.meta.held_on;

export class Book {
  constructor(vault, key) {
    this.vault = vault;
    this.key = key;
    this.setList({ people: [], units: [] });
    this.records = []; // as they are sent, in the order in which they were noted; `refused` where the server would not
    this.locked = []; // sealed rows that another code locks
  }

  // Starts anew on this device with a code and a list from the server.
  static async begin(code, secret, answer) {
    const salt = newSalt();
    const key = await keyOf(secret, salt);
    const check = await seal(key, CHECK, `${code}:check`);
    const vault = { code, salt, iterations: ITERATIONS, check, list: null, meta: {}, sentAt: "" };
    const book = new Book(vault, key);
    await book.takeList(answer);
    await book.readRecords();
    return book;
  }

  // Opens what is on the device; null where the code is wrong.
  static async unlock(vault, secret) {
    const key = await keyOf(secret, vault.salt, vault.iterations);
    if ((await open(key, vault.check, `${vault.code}:check`)) !== CHECK) return null;
    const book = new Book(vault, key);
    if (vault.list) book.setList(await open(key, vault.list, `${vault.code}:list`));
    await book.readRecords();
    return book;
  }

  // Opens the records alone that another, older code locks; null where this is none of those codes.
  static async unlockRecords(vault, secret) {
    for (const { salt, sealed, key: name } of await store.recordsOf(vault.code)) {
      const key = await keyOf(secret, salt);
      if (!(await open(key, sealed, name))) continue;
      const book = new Book({ ...vault, salt, list: null }, key);
      await book.readRecords();
      return book;
    }
    return null;
  }

  get code() {
    return this.vault.code;
  }

  now() {
    return Date.now() + this.vault.meta.skew;
  }

  // Takes over the server's clock: until the next word of it, this device's own counts on from there.
  setClock(moment) {
    this.vault.meta.skew = Date.parse(moment) - Date.now();
  }

  // Whether the day is still to come: the server takes nothing yet.
  isEarly() {
    return dayOf(this.now()) < this.vault.meta.held_on;
  }

  setList(list) {
    this.list = list;
    this.byId = new Map(list.people.map((person) => [person.id, person]));
    this.byTicket = new Map(list.people.map((person) => [person.ticket, person]));
  }

  // Keeps the server's list; what was not sent yet stays over it.
  async takeList(answer) {
    this.setList({ people: answer.people, units: answer.units });
    const { pk, title, place, held_on } = answer.drive;
    this.vault.meta = { pk, title, place, held_on };
    this.setClock(answer.now);
    this.vault.list = await seal(this.key, this.list, `${this.code}:list`);
    await store.keepVault(this.vault);
  }

  async readRecords() {
    const rows = await store.recordsOf(this.code);
    const opened = await Promise.all(rows.map((row) => open(this.key, row.sealed, row.key)));
    this.locked = rows.filter((_, place) => opened[place] === null);
    this.records = opened.filter(Boolean).sort((one, other) => one.noted - other.noted);
  }

  // Opens rows that an older code locks, and locks them with today's; says whether the code was right for any.
  async unlockOlder(secret) {
    const found = [];
    for (const row of this.locked) {
      const key = await keyOf(secret, row.salt);
      const record = await open(key, row.sealed, row.key);
      if (record) found.push(record);
    }
    await this.keep(found);
    await this.readRecords();
    return found.length > 0;
  }

  async keep(records) {
    const rows = records.map(async (record) => ({
      key: record.key,
      code: this.code,
      salt: this.vault.salt,
      sealed: await seal(this.key, record, record.key),
    }));
    await store.keepRecords(await Promise.all(rows));
  }

  // Notes outcomes about a person: on the device first, whatever the network does.
  async note(person, outcomes, gift = {}) {
    const moment = this.now();
    const records = outcomes.map((outcome, place) => ({
      key: crypto.randomUUID(),
      noted: moment + place,
      at: new Date(moment + place).toISOString(),
      outcome,
      name: person.name,
      ...(outcome === "donated" ? gift : {}),
      ...target(person),
    }));
    await this.keep(records);
    this.records.push(...records);
    return records;
  }

  async drop(keys) {
    await store.dropRecords(keys);
    this.records = this.records.filter((record) => !keys.includes(record.key));
  }

  async setRefused(key, why) {
    const record = this.records.find((one) => one.key === key);
    if (!record) return;
    record.refused = why;
    await this.keep([record]);
  }

  // Takes what the server answered: taken lines leave, refused ones stay with their reason.
  async takeAnswers(answers) {
    const taken = answers.filter((answer) => !answer.reason);
    const sent = new Map(this.records.map((record) => [record.key, record]));
    for (const answer of taken) this.follow(sent.get(answer.key), answer);
    for (const answer of answers) if (answer.reason) await this.setRefused(answer.key, answer.reason);
    this.vault.sentAt = new Date(this.now()).toISOString();
    if (this.vault.list) {
      this.vault.list = await seal(this.key, this.list, `${this.code}:list`);
      await store.keepVault(this.vault); // first the list that shows them, then let them go
    }
    await this.drop(taken.map((answer) => answer.key));
    return taken.some((answer) => !this.byId.has(answer.registration));
  }

  follow(record, answer) {
    const person = this.byId.get(answer.registration);
    if (!person || !record) return;
    const seen = merged(person, [record]);
    person.arrived_at = seen.arrivedAt;
    person.given = answer.state === "donated" ? seen.given : null;
    person.state = answer.state;
  }

  unsent() {
    return this.records.filter((record) => !record.refused);
  }

  refused() {
    return this.records.filter((record) => record.refused);
  }

  // Everybody, as they stand now: the list, who walked in here, and tickets that the list does not know.
  people() {
    const about = new Map();
    const others = new Map();
    for (const record of this.unsent()) {
      const listed = this.byId.get(record.registration) || this.byTicket.get(record.ticket);
      const ref = listed ? listed.id : record.person?.key || record.ticket;
      about.set(ref, [...(about.get(ref) || []), record]);
      if (!listed && !others.has(ref)) others.set(ref, stranger(record));
    }
    return [...others.entries(), ...this.list.people.map((person) => [person.id, person])].map(([ref, person]) => {
      const own = about.get(ref) || [];
      return { ...person, ref, ...merged(person, own), unsent: own.length };
    });
  }

  person(ref) {
    return this.people().find((person) => person.ref === ref) || null;
  }

  // A person of the list by ticket, or one to be made of it.
  ofTicket(ticket, name) {
    const listed = this.byTicket.get(ticket);
    if (listed) return this.person(listed.id);
    return this.person(ticket) || { ...stranger({ ticket, name }), ref: ticket, arrivedAt: "", unsent: 0 };
  }

  // Those whose name has every word asked for (or who hold that ticket, or whose card ends so); without words, who is here first.
  found(asked) {
    const words = fold(asked).split(" ").filter(Boolean);
    const fits = (person) =>
      words.every((word) => person.folded.includes(word) || person.last4 === word) ||
      person.ticket === asked.trim().toUpperCase();
    return this.people()
      .filter(fits)
      .map((person, place) => ({ person, rank: [isInside(person, words), order(person), place] }))
      .sort((one, other) => compare(one.rank, other.rank))
      .map(({ person }) => person);
  }

  counts() {
    const people = this.people().filter((person) => person.state !== "cancelled");
    return {
      booked: people.filter((person) => !person.walk_in).length,
      arrived: people.filter((person) => person.state !== "registered").length,
      given: people.filter((person) => person.state === "donated").length,
    };
  }
}

const target = (person) => {
  if (person.id) return { registration: person.id, ticket: person.ticket };
  return person.person ? { person: person.person } : { ticket: person.ticket };
};

const stranger = (record) => ({
  id: 0,
  ticket: record.ticket || "",
  person: record.person,
  name: record.person?.full_name || record.name,
  folded: fold(record.person?.full_name || record.name || ""),
  birth: record.person?.birth || "",
  last4: (record.person?.identity || "").slice(-4),
  slot: "",
  unit: "",
  walk_in: Boolean(record.person),
  state: "registered",
  given: null,
});

const order = (person) => (isFinal(person.state) ? 2 : person.state === "arrived" ? 0 : 1);

// Whether the last word asked for begins none of the name's words: then it comes later.
const isInside = (person, words) =>
  words.length && !person.folded.split(" ").some((part) => part.startsWith(words.at(-1))) ? 1 : 0;
const compare = (one, other) => {
  const place = one.findIndex((value, at) => value !== other[at]);
  return place < 0 ? 0 : one[place] - other[place];
};

export const wipe = async (vault) => {
  if (await store.countOf(vault.code)) {
    if (vault.list) await store.keepVault({ ...vault, list: null }); // names go; what was not sent stays, locked
  } else {
    await store.dropVault(vault.code);
  }
};
