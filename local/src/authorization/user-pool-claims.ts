/** Claims that API Gateway shows as a date. */
const DATES = new Set(['exp', 'iat']);

/** The claims of a user pool's token as API Gateway hands them on: all of them text. */
export function claimTexts(claims: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(claims).map(([name, value]) => [name, claimText(name, value)]));
}

function claimText(name: string, value: unknown): string {
  if (typeof value === 'string') return value;
  if (DATES.has(name) && typeof value === 'number') return javaDate(value * 1_000);
  if (Array.isArray(value)) return value.map((item) => claimText('', item)).join(',');
  return JSON.stringify(value);
}

/** As Java writes a date: `Wed Nov 25 07:08:09 UTC 2026`. */
function javaDate(time: number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return String(time / 1_000);
  const [weekday, day, month, year, clock] = date.toUTCString().replace(',', '').split(' ');
  return `${weekday} ${month} ${day} ${clock} UTC ${year}`;
}
