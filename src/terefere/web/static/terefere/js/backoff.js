const FIRST_MILLISECONDS = 200;
const LONGEST_MILLISECONDS = 15_000;

/** How long to wait before the try after `failures` failures: doubling, with chance so that not everybody comes at once. */
export function pause(failures, chance = Math.random()) {
  const longest = Math.min(FIRST_MILLISECONDS * 2 ** failures, LONGEST_MILLISECONDS);
  return Math.round(longest * (0.5 + chance / 2));
}
