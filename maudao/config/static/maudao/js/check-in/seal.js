// Locks what is kept on the device: a key from the staff's own code (PBKDF2), AES-GCM for everything.

export const ITERATIONS = 310000;
const text = new TextEncoder();

export const newSalt = () => crypto.getRandomValues(new Uint8Array(16));

export const keyOf = async (code, salt, iterations = ITERATIONS) => {
  const material = await crypto.subtle.importKey("raw", text.encode(code.normalize("NFC")), "PBKDF2", false, [
    "deriveKey",
  ]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations };
  return crypto.subtle.deriveKey(how, material, { name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
};

// `about` is bound in: what was sealed as one thing does not open as another.
export const seal = async (key, value, about) => {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: text.encode(about) };
  return { iv, data: await crypto.subtle.encrypt(how, key, text.encode(JSON.stringify(value))) };
};

// Returns null where the key is another.
export const open = async (key, sealed, about) => {
  const how = { name: "AES-GCM", iv: sealed.iv, additionalData: text.encode(about) };
  try {
    return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, sealed.data)));
  } catch (error) {
    if (error.name === "OperationError") return null;
    throw error;
  }
};
