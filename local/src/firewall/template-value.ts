export type TemplateObject = Readonly<Record<string, unknown>>;

/** A property as an object; undefined if it is none. */
export function objectOf(value: unknown): TemplateObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as TemplateObject) : undefined;
}

/** A property as a list; undefined if it is none. */
export function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}

/** A property as a list of texts; undefined if it is none. */
export function textsOf(value: unknown): readonly string[] | undefined {
  const items = listOf(value);
  return items?.every((item) => typeof item === 'string') ? items : undefined;
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Templates may hold a number as a text. */
export function numberOf(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** One of the texts that are allowed; undefined if it is none of them. */
export function oneOf<T extends string>(value: unknown, allowed: readonly T[]): T | undefined {
  return allowed.find((item) => item === value);
}
