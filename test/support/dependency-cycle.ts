/** A circle of logical ids that CloudFormation would refuse, found in the template alone; undefined if there is none. */
export function dependencyCycle(template: { Resources?: { [id: string]: any } }): string[] | undefined {
  const resources = template.Resources ?? {};
  const done = new Set<string>();
  const visit = (id: string, path: string[]): string[] | undefined => {
    if (path.includes(id)) return [...path.slice(path.indexOf(id)), id];
    if (done.has(id)) return undefined;
    const names = namesIn([resources[id], { waits: resources[id].DependsOn }]).filter((name) => name in resources);
    for (const name of names) {
      const cycle = visit(name, [...path, id]);
      if (cycle) return cycle;
    }
    done.add(id);
    return undefined;
  };
  for (const id of Object.keys(resources)) {
    const cycle = visit(id, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/** Every string that could name a resource: more than a reference could, never less. */
function namesIn(value: unknown): string[] {
  const text = JSON.stringify(value);
  const references = [...text.matchAll(/"Ref":"(\w+)"|"Fn::GetAtt":\["(\w+)"|\$\{(\w+)/g)].map((match) =>
    match.slice(1),
  );
  const waits = [...text.matchAll(/"DependsOn":(\[[^\]]*\]|"\w+")/g)].map(([, list]) => JSON.parse(list) as unknown);
  return [...references.flat(), ...waits.flat()].filter((name): name is string => typeof name === 'string');
}
