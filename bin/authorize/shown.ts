import { safeText } from '../../lambda/jwt-authorizer/claims';

const MAX_LENGTH = 200;

/** Such as marks that turn the direction of writing. */
const INVISIBLE = /\p{Cf}/u;

/** A value as JSON, or a note where it could do something to the terminal or flood it. */
export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = safeText(JSON.stringify(value));
  return text !== undefined && text.length <= MAX_LENGTH && !INVISIBLE.test(text)
    ? text
    : '(a value that is not shown)';
}

/** ISO time of seconds since 1970, and how far it is from `now` in milliseconds. */
export function shownTime(seconds: unknown, now: number): string {
  const milliseconds = typeof seconds === 'number' ? seconds * 1_000 : Number.NaN;
  if (Number.isNaN(new Date(milliseconds).getTime())) return '(no time)';
  const distance = Math.round((milliseconds - now) / 1_000);
  return `${new Date(milliseconds).toISOString()}, ${distance > 0 ? `in ${span(distance)}` : `${span(-distance)} ago`}`;
}

/** The two largest units. */
function span(seconds: number): string {
  const units: [number, string][] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const first = units.findIndex(([count]) => count > 0);
  const kept = first < 0 ? [units[3]] : units.slice(first, first + 2).filter(([count]) => count > 0);
  return kept.map(([count, unit]) => `${count} ${unit}`).join(' ');
}
