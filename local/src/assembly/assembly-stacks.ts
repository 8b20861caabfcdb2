import { awsEnvironment, sameEnvironment } from './aws-environment';
import { isUnresolved, type ResolvedResource, unresolved } from './resolved-stack';
import { resolveResources } from './resolve-resources';
import { StackScope } from './stack-scope';
import type { StackArtifact } from './stack-artifact';
import { readTemplate } from './template';

/** What a deployment of the assembly would say. */
export interface DeploymentOptions {
  readonly account?: string;
  readonly region?: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

/** The stacks of an assembly, which import each other's exports. */
export class AssemblyStacks {
  private readonly scopes = new Map<StackArtifact, StackScope>();
  private readonly resources = new Map<StackArtifact, readonly ResolvedResource[]>();
  private readonly imports = new Map<StackArtifact, Set<StackArtifact>>();
  private readonly searching = new Set<string>();

  public constructor(
    public readonly artifacts: readonly StackArtifact[],
    options: DeploymentOptions,
  ) {
    for (const artifact of artifacts) {
      this.imports.set(artifact, new Set());
      const source = {
        name: artifact.name,
        template: readTemplate(artifact.templateFile),
        directory: artifact.directory,
        assets: artifact.assets,
        environment: awsEnvironment(options.account ?? artifact.account, options.region ?? artifact.region),
        given: (name: string): unknown =>
          options.parameters && Object.hasOwn(options.parameters, name) ? options.parameters[name] : undefined,
        importValue: (name: string): unknown => this.importValue(artifact, name),
      };
      this.scopes.set(artifact, new StackScope(source));
    }
  }

  public scopeOf(artifact: StackArtifact): StackScope {
    const scope = this.scopes.get(artifact);
    if (scope === undefined) throw new Error(`${artifact.name} is of another assembly`);
    return scope;
  }

  /** The stack's own resources and those of its nested stacks, with those that may be there or not. */
  public resourcesOf(artifact: StackArtifact): readonly ResolvedResource[] {
    const known = this.resources.get(artifact) ?? resolveResources(this.scopeOf(artifact), '', () => undefined);
    this.resources.set(artifact, known);
    return known;
  }

  /**
   * The other stacks that import from this one or that it imports from, and so on: an API's functions, methods and web
   * ACL may be in any of them.
   */
  public connectedTo(artifact: StackArtifact): readonly StackArtifact[] {
    for (const other of this.neighbours(artifact)) this.resourcesOf(other);
    const found = new Set([artifact]);
    for (const current of found) {
      for (const other of this.neighbours(artifact)) {
        if (this.imports.get(current)?.has(other) || this.imports.get(other)?.has(current)) found.add(other);
      }
    }
    found.delete(artifact);
    return [...found];
  }

  /** The stacks of the same account and region. */
  private neighbours(artifact: StackArtifact): readonly StackArtifact[] {
    const { environment } = this.scopeOf(artifact).source;
    return this.artifacts.filter((other) => sameEnvironment(this.scopeOf(other).source.environment, environment));
  }

  private importValue(importer: StackArtifact, name: string): unknown {
    // To know a stack's exports, their names must be resolved, which may hold an import again.
    if (this.searching.has(name)) return unresolved(`import ${name}, which depends on itself`);
    this.searching.add(name);
    try {
      const found = this.neighbours(importer).flatMap((exporter) =>
        [...this.scopeOf(exporter).exports()]
          .filter(([exported]) => exported === name)
          .map(([, value]) => ({ exporter, value })),
      );
      if (found.length !== 1) return unresolved(`import ${name}`);
      const [{ exporter, value }] = found;
      this.imports.get(importer)?.add(exporter);
      const resolved = value();
      return resolved === undefined || isUnresolved(name) ? unresolved(`import ${name}`) : resolved;
    } finally {
      this.searching.delete(name);
    }
  }
}
