// The page's beginning: load a list and lock it, or open the one on the device, or say that the day is over.

import { Book, isOver, wipe } from "./book.js";
import { at, complain, screen, show } from "./dom.js";
import { Over } from "./over.js";
import { fetchList, Trouble } from "./server.js";
import { allVaults, countOf, vaultOf } from "./store.js";
import { say, shownDay } from "./words.js";
import { Work } from "./work.js";

const SHORTEST = 6;
const OFTEN = 5;
const code = location.pathname.split("/").at(-3); // …/dot-hien-mau/CODE/diem-danh/

const tellDrive = ({ title, held_on }) => {
  at("drive-title").textContent = title;
  at("drive-when").textContent = shownDay(held_on);
};

const leave = (vault, why, book = null) => new Over(vault, why, book).show();

const work = (book) => {
  tellDrive(book.vault.meta);
  const screenAtWork = new Work(book, {
    closed: (why) => {
      screenAtWork.sender.stop();
      for (const sheet of document.querySelectorAll("dialog[open]")) sheet.close();
      return leave(book.vault, why, book);
    },
  });
  screen("work");
  screenAtWork.start();
};

const begin = async (event) => {
  event.preventDefault();
  const secret = at("begin-code").value;
  const tell = (sentence) => complain(at("begin-error"), sentence, at("begin-code"));
  if (secret.length < SHORTEST) return tell(say("code_short"));
  tell("");
  const button = at("begin-form").querySelector("[type=submit]");
  button.disabled = true;
  try {
    const answer = await fetchList();
    tellDrive(answer.drive);
    if (answer.drive.closed) return leave((await vaultOf(code)) || { code, list: null }, answer.drive.closed);
    const book = await Book.begin(code, secret, answer);
    return isOver(book.vault) ? leave(book.vault, "after_the_day") : work(book);
  } catch (error) {
    if (!(error instanceof Trouble)) throw error;
    tell(say({ offline: "load_offline", signed_out: "load_signed_out", out_of_reach: "load_out_of_reach" }[error.what] || "load_failed"));
    show(at("begin-form").querySelector("[data-sign-in-link]"), ["signed_out", "out_of_reach"].includes(error.what));
  } finally {
    button.disabled = false;
  }
};

let wrong = 0;
const unlock = async (event, vault) => {
  event.preventDefault();
  const book = await Book.unlock(vault, at("unlock-code").value);
  if (book) return work(book);
  wrong += 1;
  complain(at("unlock-error"), say(wrong >= OFTEN ? "code_wrong_often" : "code_wrong"), at("unlock-code"));
  at("unlock-code").select();
};

// Names of days gone by leave the device at the first opening, whichever drive's page that is.
const tidy = async () => {
  for (const vault of await allVaults()) if (isOver(vault)) await wipe(vault);
};

const listen = () => {
  const signIn = `${document.body.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`;
  for (const link of document.querySelectorAll("[data-sign-in-link]")) link.href = signIn;
  for (const box of document.querySelectorAll("[data-shows]")) {
    box.addEventListener("change", () => (at(box.dataset.shows).type = box.checked ? "text" : "password"));
  }
  for (const sheet of document.querySelectorAll("dialog.sheet")) {
    sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  }
  at("begin-form").addEventListener("submit", begin);
  at("forget").addEventListener("click", () => screen("begin"));
};

// The page as it comes from the server says whether the drive has ended; as the device keeps it, the server is asked.
const endedAs = async () => {
  if (document.body.dataset.ended || !navigator.serviceWorker?.controller) return document.body.dataset.ended;
  return fetchList().then((answer) => answer.drive.closed, () => "");
};

const begins = async () => {
  screen("begin");
  const why = await endedAs();
  if (why) await leave({ code, list: null }, why);
};

// A page that was opened just while the worker began is not under it yet, and has no camera script offline: it asks.
const keepPage = async (container) => {
  await container.register("sw.js");
  const { active } = await container.ready;
  if (!container.controller) active.postMessage("claim");
};

const open = async () => {
  listen();
  if ("serviceWorker" in navigator) keepPage(navigator.serviceWorker);
  navigator.storage?.persist?.();
  const vault = await vaultOf(code);
  await tidy();
  if (!vault) return begins();
  tellDrive(vault.meta);
  if (document.body.dataset.ended) return leave(vault, document.body.dataset.ended);
  if (isOver(vault)) return leave(vault, "after_the_day");
  const n = await countOf(code);
  at("unlock-unsent").textContent = say("unsent", { n });
  show(at("unlock-unsent"), n > 0);
  at("unlock-form").addEventListener("submit", (event) => unlock(event, vault));
  screen("unlock");
  at("unlock-code").focus();
};

show(document.querySelector("[data-when-scripted]"), true);
if (location.pathname.endsWith("/khung/")) location.replace("../"); // what is kept for later is no page of its own
else open();
