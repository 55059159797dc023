// What is kept on the device (IndexedDB): for each drive its vault (the sealed list), and the sealed records not yet sent.
// A record leaves only when the server has taken it, or a person says so.

const NAME = "maudao-check-in";

const asPromise = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

let opened = null;

const database = () => {
  if (opened) return opened;
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("vaults", { keyPath: "code" });
    request.result.createObjectStore("records", { keyPath: "key" }).createIndex("code", "code");
    request.result.createObjectStore("settings", { keyPath: "name" });
  };
  opened = asPromise(request);
  return opened;
};

const within = async (name, mode, act) => {
  const transaction = (await database()).transaction(name, mode, { durability: "strict" });
  const result = await act(transaction.objectStore(name));
  if (mode === "readwrite") {
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  }
  return result;
};

const read = (name, ask) => within(name, "readonly", (store) => asPromise(ask(store)));
const write = (name, act) =>
  within(name, "readwrite", (store) => {
    act(store);
  });

export const vaultOf = (code) => read("vaults", (store) => store.get(code));
export const allVaults = () => read("vaults", (store) => store.getAll());
export const keepVault = (vault) => write("vaults", (store) => store.put(vault));
export const dropVault = (code) => write("vaults", (store) => store.delete(code));

export const recordsOf = (code) => read("records", (store) => store.index("code").getAll(code));
export const countOf = (code) => read("records", (store) => store.index("code").count(code));
export const keepRecords = (records) =>
  write("records", (store) => records.forEach((record) => store.put(record)));
export const dropRecords = (keys) => write("records", (store) => keys.forEach((key) => store.delete(key)));

export const deviceName = async () => {
  const known = await read("settings", (store) => store.get("device"));
  if (known) return known.value;
  const value = crypto.randomUUID();
  await write("settings", (store) => store.put({ name: "device", value }));
  return value;
};
