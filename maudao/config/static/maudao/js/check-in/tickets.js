// What a scanned text is: a ticket of this drive or another, an identity card, or something else. As
// `maudao.drives.rules.tickets.read_ticket` reads it.

const IN_TEXT = /(?:^|\/VE\/)([0-9]{1,9})-([0-9A-HJKMNP-TV-Z]{12})\/?$/;
const IDENTITY_CARD = /^[0-9]{12}\|/; // the code on the card lists its fields, parted by bars

export const readTicket = (text) => {
  const found = IN_TEXT.exec(text.trim().toUpperCase());
  return found ? { drive: Number(found[1]), ticket: found[2] } : null;
};

export const read = (text, drive) => {
  const found = readTicket(text);
  if (found) return found.drive === drive ? { kind: "ticket", ticket: found.ticket } : { kind: "other_drive" };
  return { kind: IDENTITY_CARD.test(text.trim()) ? "identity_card" : "not_a_ticket" };
};
