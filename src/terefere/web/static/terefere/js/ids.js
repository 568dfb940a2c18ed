const RANDOM_BYTES = 10;
let latest = 0;

/** A UUID of version 7 (RFC 9562): it begins with the time in milliseconds, so a later one sorts after an earlier one. */
export function newId(now = Date.now()) {
  latest = Math.max(now, latest + 1);
  return uuidOf(latest, crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)));
}

export function uuidOf(milliseconds, random) {
  const time = milliseconds.toString(16).padStart(12, "0");
  const noise = [...random].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const variant = (8 + (random[2] & 3)).toString(16);
  return [
    time.slice(0, 8),
    time.slice(8),
    "7" + noise.slice(0, 3),
    variant + noise.slice(5, 8),
    noise.slice(8),
  ].join("-");
}
