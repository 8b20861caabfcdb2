import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { AwsEnvironment } from './aws-environment';
import { evaluateCondition } from './conditions';
import type { IntrinsicScope } from './intrinsic-scope';
import { resolveIntrinsics } from './intrinsics';
import { physicalAttribute } from './physical-attributes';
import { type PhysicalResource, physicalRef } from './physical-ids';
import { pseudoParameter } from './pseudo-parameters';
import { unresolved } from './resolved-stack';
import { readTemplate, type Template } from './template';
import { parameterValue } from './template-parameters';
import { withoutDynamicReferences } from './unresolved-parts';

/** What a stack is made from. */
export interface StackSource {
  readonly name: string;
  readonly template: Template;
  /** Folder that asset paths are relative to. */
  readonly directory: string;
  readonly assets: ReadonlyMap<string, string>;
  readonly environment: AwsEnvironment;
  /** What the deployment, or the stack around this one, passes; undefined for what it does not. */
  readonly given: (parameter: string) => unknown;
  readonly importValue: (name: string) => unknown;
}

/** One stack's answers to intrinsic functions, found when they are asked for; a cycle ends in a mark. */
export class StackScope implements IntrinsicScope {
  private readonly known = new Map<string, unknown>();
  private readonly running = new Set<string>();
  private readonly nestedScopes = new Map<string, StackScope | undefined>();

  /**
   * @param prefix logical ids of the stacks around this one, each followed by a slash
   * @param ancestors template files of this stack and of those around it
   */
  public constructor(
    public readonly source: StackSource,
    public readonly prefix = '',
    private readonly ancestors: readonly string[] = [source.template.file],
  ) {}

  /** Resolves a value of this stack's template. */
  public resolve(value: unknown): unknown {
    return resolveIntrinsics(value, this);
  }

  public ref(name: string): unknown {
    return this.once(`Ref ${name}`, () => {
      const { template, environment } = this.source;
      if (name.startsWith('AWS::')) return pseudoParameter(name, this.source.name, environment);
      if (Object.hasOwn(template.parameters, name)) {
        return parameterValue(name, template.parameters[name], this.source.given(name));
      }
      if (!this.exists(name)) return unresolved(name);
      return withoutDynamicReferences(physicalRef(this.physical(name)));
    });
  }

  public attribute(logicalId: string, attribute: string): unknown {
    return this.once(`GetAtt ${logicalId}.${attribute}`, () => {
      if (!this.exists(logicalId)) return unresolved(`${logicalId}.${attribute}`);
      const output = /^Outputs\.(.+)$/.exec(attribute)?.[1];
      if (this.source.template.resources[logicalId].type === 'AWS::CloudFormation::Stack' && output !== undefined) {
        return this.nested(logicalId)?.output(output) ?? unresolved(`${logicalId}.${attribute}`);
      }
      return physicalAttribute(this.physical(logicalId), String(this.ref(logicalId)), attribute);
    });
  }

  public condition(name: string): boolean | undefined {
    const { conditions } = this.source.template;
    if (!Object.hasOwn(conditions, name)) return undefined;
    const holds = this.once(`condition ${name}`, () => evaluateCondition(conditions[name], this, resolveIntrinsics));
    return typeof holds === 'boolean' ? holds : undefined;
  }

  public mapping(map: string, key: string, secondKey: string): unknown {
    const keys = Object.hasOwn(this.source.template.mappings, map) ? this.source.template.mappings[map] : {};
    const values = Object.hasOwn(keys, key) ? (keys[key] as Record<string, unknown>) : {};
    return Object.hasOwn(values, secondKey) ? values[secondKey] : undefined;
  }

  public importValue(name: string): unknown {
    return this.source.importValue(name);
  }

  /** Value of an output; undefined without one. */
  public output(name: string): unknown {
    const { outputs } = this.source.template;
    if (!Object.hasOwn(outputs, name)) return undefined;
    const { Condition: condition, Value: value } = outputs[name];
    if (typeof condition === 'string' && this.condition(condition) !== true) return undefined;
    return this.once(`output ${name}`, () => this.resolve(value));
  }

  /** Names that this stack and its nested stacks export, to what gives their values. */
  public *exports(): Iterable<readonly [name: string, value: () => unknown]> {
    for (const [id, output] of Object.entries(this.source.template.outputs)) {
      const declaration = output.Export;
      if (typeof declaration !== 'object' || declaration === null || !('Name' in declaration)) continue;
      const name = this.once(`export ${id}`, () => this.resolve(declaration.Name));
      if (typeof name === 'string') yield [name, () => this.output(id)];
    }
    for (const logicalId of Object.keys(this.source.template.resources)) {
      yield* this.nested(logicalId)?.exports() ?? [];
    }
  }

  /** The stack that a resource of type `AWS::CloudFormation::Stack` is; undefined if its template is not here. */
  public nested(logicalId: string): StackScope | undefined {
    if (!this.nestedScopes.has(logicalId)) this.nestedScopes.set(logicalId, this.openNested(logicalId));
    return this.nestedScopes.get(logicalId);
  }

  private openNested(logicalId: string): StackScope | undefined {
    const { type, properties } = this.source.template.resources[logicalId];
    if (type !== 'AWS::CloudFormation::Stack') return undefined;
    const file = this.nestedTemplate(logicalId);
    if (file === undefined || this.ancestors.includes(file)) return undefined;
    const id = String(this.ref(logicalId));
    const given = (name: string): unknown => {
      const parameters = properties.Parameters as Record<string, unknown> | undefined;
      // One by one: all at once, two nested stacks that pass outputs to each other would be a cycle.
      if (parameters && Object.hasOwn(parameters, name)) return this.resolve(parameters[name]);
      const all = this.resolve(parameters) as Record<string, unknown> | string | undefined;
      return typeof all === 'string' ? all : all?.[name];
    };
    return new StackScope(
      { ...this.source, name: id.split('/').at(-2) ?? logicalId, template: readTemplate(file), given },
      `${this.prefix}${logicalId}/`,
      [...this.ancestors, file],
    );
  }

  /** By the asset that CDK names in the metadata, or the one that the template's address ends in. */
  private nestedTemplate(logicalId: string): string | undefined {
    const { metadata, properties } = this.source.template.resources[logicalId];
    const asset = metadata['aws:asset:path'];
    const named = typeof asset === 'string' ? join(this.source.directory, asset) : undefined;
    if (named !== undefined && existsSync(named)) return named;
    const url = String(this.resolve(properties.TemplateURL));
    const published = [...this.source.assets].find(([key]) => url.endsWith(`/${key}`))?.[1];
    return published !== undefined && existsSync(published) ? published : undefined;
  }

  private exists(logicalId: string): boolean {
    const { resources } = this.source.template;
    if (!Object.hasOwn(resources, logicalId)) return false;
    const { condition } = resources[logicalId];
    return condition === undefined || this.condition(condition) !== false;
  }

  private physical(logicalId: string): PhysicalResource {
    const { name, template, environment } = this.source;
    const { type, properties } = template.resources[logicalId];
    return {
      seed: `${environment.account} ${environment.region} ${name}/${this.prefix}${logicalId}`,
      stackName: name,
      logicalId,
      type,
      environment,
      property: (property) => (Object.hasOwn(properties, property) ? this.resolve(properties[property]) : undefined),
    };
  }

  private once(key: string, compute: () => unknown): unknown {
    if (this.known.has(key)) return this.known.get(key);
    if (this.running.has(key)) return unresolved(`${key}, which depends on itself`);
    this.running.add(key);
    try {
      const value = compute();
      this.known.set(key, value);
      return value;
    } finally {
      this.running.delete(key);
    }
  }
}
