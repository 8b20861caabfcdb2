/** The logical ids that a part of a resolved template names, by `Ref`, `Fn::GetAtt`, `Fn::Sub` or `DependsOn`; each once. */
export function referencedIds(value: unknown): string[] {
  const ids = new Set<string>();
  collect(value, ids);
  return [...ids];
}

function collect(value: unknown, ids: Set<string>): void {
  if (Array.isArray(value)) value.forEach((item) => collect(item, ids));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [name, member] of Object.entries(value)) {
    for (const id of named(name, member)) ids.add(id);
    collect(member, ids);
  }
}

function named(name: string, value: unknown): string[] {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  switch (name) {
    case 'Ref':
      return typeof value === 'string' ? [value] : [];
    case 'Fn::GetAtt':
      // A list, or text with a dot.
      return typeof first === 'string' ? [first.split('.')[0]] : [];
    case 'Fn::Sub':
      return typeof first === 'string'
        ? [...first.matchAll(/\$\{([A-Za-z0-9]+)(\.[^}]*)?\}/g)].map(([, id]) => id)
        : [];
    case 'DependsOn':
      return (Array.isArray(value) ? value : [value]).filter((id): id is string => typeof id === 'string');
    default:
      return [];
  }
}
