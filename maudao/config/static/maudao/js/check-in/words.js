// The page's sentences, which the server wrote into it.

const WORDS = JSON.parse(document.getElementById("words").textContent);

export const say = (name, values = {}) =>
  WORDS[name].replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));

export const reason = (name) => WORDS.reasons[name] || WORDS.reasons.malformed;
export const state = (name) => WORDS.states[name] || name;
export const kind = (name) => WORDS.kinds[name] || name;

const CLOCK = new Intl.DateTimeFormat("vi", { hour: "2-digit", minute: "2-digit", timeZone: "Asia/Ho_Chi_Minh" });
const DAY = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Ho_Chi_Minh" });

export const clock = (moment) => CLOCK.format(new Date(moment));
export const dayOf = (moment) => DAY.format(moment); // 2026-04-07
export const shownDay = (day) => day.split("-").reverse().join("/");
