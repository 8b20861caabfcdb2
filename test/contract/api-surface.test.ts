import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What jsii lets pass and users of other languages cannot use. Reads the assembly that `npm run build` writes.
 */
interface Parameter {
  readonly name: string;
  readonly type?: Reference;
  readonly optional?: boolean;
  readonly docs?: Docs;
}
interface Docs {
  readonly summary?: string;
  readonly default?: string;
}
interface Reference {
  readonly union?: unknown;
  readonly primitive?: string;
  readonly collection?: { readonly elementtype: Reference };
}
interface Member extends Parameter {
  readonly parameters?: Parameter[];
  readonly returns?: { readonly type: Reference };
  readonly immutable?: boolean;
}
interface ApiType {
  readonly name: string;
  readonly kind: string;
  readonly datatype?: boolean;
  readonly docs?: Docs;
  readonly properties?: Member[];
  readonly methods?: Member[];
  readonly initializer?: { readonly parameters?: Parameter[] };
  readonly members?: Parameter[];
}

/** A JSON Schema is a JSON object, and jsii has no narrower name for that. */
const MAY_BE_ANY = ['RequestBody.json.schema'];

function faultsOf(types: ApiType[]): string[] {
  return types.flatMap((type) => {
    const isStruct = type.kind === 'interface' && type.datatype === true;
    const documented = (path: string, { docs }: { docs?: Docs }): string[] =>
      docs?.summary ? [] : [`${path} has no summary`];
    const typed = (path: string, reference: Reference | undefined): string[] => {
      if (!reference) return [];
      if (reference.union) return [`${path} is a union`];
      if (reference.primitive === 'any' && !MAY_BE_ANY.includes(path)) return [`${path} is any`];
      return reference.collection ? typed(path, reference.collection.elementtype) : [];
    };
    const properties = (type.properties ?? []).flatMap((property) => {
      const path = `${type.name}.${property.name}`;
      return [
        ...documented(path, property),
        ...typed(path, property.type),
        ...(isStruct && property.optional && !property.docs?.default ? [`${path} has no @default`] : []),
        ...(isStruct && !property.immutable ? [`${path} is mutable`] : []),
      ];
    });
    const methods = (type.methods ?? []).flatMap((method) => {
      const path = `${type.name}.${method.name}`;
      return [
        ...documented(path, method),
        ...(/^(get[A-Z]|with$)/.test(method.name) ? [`${path} is a name of jsii's or of constructs'`] : []),
        ...typed(path, method.returns?.type),
        ...(method.parameters ?? []).flatMap((parameter) => [
          ...typed(`${path}.${parameter.name}`, parameter.type),
          ...(type.name.startsWith('I') || parameter.docs?.summary
            ? []
            : [`${path}(${parameter.name}) is not documented`]),
        ]),
      ];
    });
    return [
      ...documented(type.name, type),
      ...(type.kind === 'interface' && isStruct === /^I[A-Z]/.test(type.name)
        ? [`${type.name}: I is for behaviour`]
        : []),
      ...properties,
      ...methods,
      ...(type.members ?? []).flatMap((member) => documented(`${type.name}.${member.name}`, member)),
    ];
  });
}

test('the public API can be used from every jsii language, and every member is documented', () => {
  const assembly = JSON.parse(readFileSync(join(__dirname, '..', '..', '.jsii'), 'utf8')) as {
    types: { [fqn: string]: ApiType };
  };
  expect(Object.keys(assembly.types).length).toBeGreaterThan(30);
  expect(faultsOf(Object.values(assembly.types))).toEqual([]);
});

test('a surface with faults is found out', () => {
  const summary = { summary: 'Documented.' };
  const faults = faultsOf([
    {
      name: 'IOptions',
      kind: 'interface',
      datatype: true,
      docs: summary,
      properties: [{ name: 'ttl', optional: true, immutable: true, docs: summary, type: { union: {} } }],
    },
    {
      name: 'Thing',
      kind: 'class',
      methods: [{ name: 'with', docs: summary, parameters: [{ name: 'x', type: { primitive: 'any' } }] }],
    },
  ]);
  expect(faults).toEqual([
    'IOptions: I is for behaviour',
    'IOptions.ttl is a union',
    'IOptions.ttl has no @default',
    'Thing has no summary',
    "Thing.with is a name of jsii's or of constructs'",
    'Thing.with.x is any',
    'Thing.with(x) is not documented',
  ]);
});
