// What is shown of a person: what the server knows of them, and over it what this device has not sent yet.
// The server decides in the end (`maudao.drives.rules.check_in`); this says the same for the records at hand.

const FINAL = ["donated", "deferred", "left"];

const step = (seen, record) => {
  if (record.outcome === "reopened") return { state: "registered", arrivedAt: "", given: null };
  const arrivedAt = seen.arrivedAt || record.at;
  if (record.outcome === "arrived") {
    return seen.state === "registered" ? { state: "arrived", arrivedAt, given: null } : { ...seen, arrivedAt };
  }
  const given = record.outcome === "donated" ? { kind: record.kind, volume_ml: record.volume_ml } : null;
  return { state: record.outcome, arrivedAt, given };
};

export const merged = (known, records) =>
  [...records].sort((one, other) => Date.parse(one.at) - Date.parse(other.at)).reduce(step, {
    state: known.state,
    arrivedAt: known.arrived_at || "",
    given: known.given || null,
  });

export const isFinal = (state) => FINAL.includes(state);

// What takes the present state back: a wrong arrival goes altogether, a wrong outcome leaves the person arrived.
export const undoing = (state) => (state === "arrived" ? ["reopened"] : ["reopened", "arrived"]);
