/** A resource of a synthesized template. */
export interface TemplateResource {
  readonly Type: string;
  readonly Properties: any;
  readonly DependsOn?: string[];
  readonly DeletionPolicy?: string;
}

/** A synthesized template, with the questions that promises ask. */
export class TemplateView {
  public constructor(public readonly json: { Resources: { [id: string]: TemplateResource }; Outputs?: object }) {}

  /** Resources of one type, with their logical ids; a promise about none of them is no promise. */
  public all(type: string): [string, TemplateResource][] {
    return Object.entries(this.json.Resources).filter(([, resource]) => resource.Type === type);
  }

  /** Like `all`, for types of which every template must hold one. */
  public some(type: string): [string, TemplateResource][] {
    const found = this.all(type);
    if (found.length === 0) throw new Error(`the template holds no ${type}`);
    return found;
  }

  public only(type: string): TemplateResource {
    const found = this.some(type);
    if (found.length > 1) throw new Error(`the template holds ${found.length} of ${type}`);
    return found[0][1];
  }

  public text(value: unknown): string {
    return JSON.stringify(value);
  }

  /** A copy to break. */
  public clone(): TemplateView {
    return new TemplateView(structuredClone(this.json));
  }
}

/** What a configuration promises of itself, besides what all promise. */
export interface Traits {
  readonly authorization: 'jwt' | 'user-pool' | 'iam' | 'lambda';
  readonly publicRoutes: number;
  readonly firewall: 'standard' | 'count' | 'existing' | 'none';
  readonly domain: boolean;
  readonly cors: 'none' | 'one' | 'several' | 'several-with-credentials' | 'any';
  readonly usageTiers: boolean;
  readonly ownKey: boolean;
  /** Tokens choose usage tiers. */
  readonly tokenTiers: boolean;
  /** `GET /bound` asks for the sender of the token; revocations and proofs have tables. */
  readonly boundTokens: boolean;
}

/** Something that holds for every template, and what a template looks like that breaks it. */
export interface Promised {
  readonly name: string;
  /** Configurations that the promise says something about; by default all. */
  readonly of?: (traits: Traits) => boolean;
  /** What is wrong; empty if the promise is kept. */
  readonly violations: (view: TemplateView, traits: Traits) => string[];
  /** The negative control: breaks the promise in a template that keeps it. */
  readonly break: (view: TemplateView) => void;
}
