// The form to search by, as `maudao.lib.vietnamese.fold` makes it: lower case, tones and marks off, đ as d.

// What Python's casefold does and toLowerCase does not, as far as names go.
const FOLDED = { "ß": "ss", "ſ": "s", "ς": "σ" };

export const fold = (text) =>
  text
    .replace(/\r\n?/g, "\n")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, (sign) => (sign === "\n" || sign === "\t" ? sign : ""))
    .normalize("NFC")
    .toLowerCase()
    .replace(/[ßſς]/g, (sign) => FOLDED[sign])
    .normalize("NFD")
    .replaceAll("đ", "d")
    .replace(/\p{Mn}/gu, "")
    .split(/\s+/u)
    .filter(Boolean)
    .join(" ");
