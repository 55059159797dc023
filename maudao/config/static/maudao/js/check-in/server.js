// What is asked of the server, and what its answers mean. Every trouble has a name; nothing here is ever lost.

const WAIT = 20000;

export class Trouble extends Error {
  constructor(name, detail = "") {
    super(name);
    this.what = name; // offline, signed_out, out_of_reach, server_failed, closed
    this.detail = detail;
  }
}

const cookie = (name) =>
  document.cookie
    .split("; ")
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1) || "";

const ask = async (address, options) => {
  let answer;
  try {
    const signal = AbortSignal.timeout(WAIT);
    answer = await fetch(address, { redirect: "manual", cache: "no-store", credentials: "same-origin", signal, ...options });
  } catch {
    throw new Trouble("offline");
  }
  if (answer.type === "opaqueredirect" || answer.status === 403) throw new Trouble("signed_out");
  if (answer.status === 404) throw new Trouble("out_of_reach");
  if (answer.status === 409) throw new Trouble("closed", (await answer.json()).closed);
  if (!answer.ok) throw new Trouble("server_failed", answer.status);
  try {
    return await answer.json();
  } catch {
    throw new Trouble("server_failed"); // cut off in the middle
  }
};

export const fetchList = () => ask("danh-sach.json", {});

export const sendRecords = (device, records) =>
  ask("gui/", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": cookie("csrftoken") },
    body: JSON.stringify({ device, records }),
  });
