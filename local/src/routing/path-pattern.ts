/** Values of the path parameters as they stand in the path: the service does not decode them (recorded). */
export type PathParameters = Readonly<Record<string, string>>;

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter' | 'greedy'; readonly name: string };

/** A part of a request's path. */
export interface PathSegment {
  /** As the client wrote it. */
  readonly raw: string;
  /** Decoded: what is written out in a route's path is found under any spelling, which is not verified. */
  readonly text: string;
}

/** Weights of the kinds of segment: what is written out wins over a parameter, and that over a greedy one. */
const WEIGHT = { literal: '2', parameter: '1', greedy: '0' } as const;

/** A resource path of API Gateway: `/orders/{orderId}`, `/{proxy+}`. */
export class PathPattern {
  private readonly segments: readonly Segment[];
  /** Sorts, in descending order, from the most to the least specific. */
  public readonly specificity: string;

  public constructor(public readonly resourcePath: string) {
    this.segments = resourcePath
      .split('/')
      .filter((text) => text !== '')
      .map(segment);
    this.specificity = this.segments.map(({ kind }) => WEIGHT[kind]).join('');
  }

  public match(path: readonly PathSegment[]): PathParameters | undefined {
    const parameters: Record<string, string> = Object.create(null) as Record<string, string>;
    for (const [index, part] of this.segments.entries()) {
      if (part.kind === 'greedy') {
        if (path.length <= index) return undefined;
        parameters[part.name] = path
          .slice(index)
          .map(({ raw }) => raw)
          .join('/');
        return { ...parameters };
      }
      const given = path[index];
      if (given === undefined || (part.kind === 'literal' && part.text !== given.text)) return undefined;
      if (part.kind === 'parameter') {
        if (given.raw === '') return undefined;
        parameters[part.name] = given.raw;
      }
    }
    return path.length === this.segments.length ? { ...parameters } : undefined;
  }
}

function segment(text: string): Segment {
  const parameter = /^\{(.+?)(\+?)\}$/.exec(text);
  if (!parameter) return { kind: 'literal', text };
  return { kind: parameter[2] === '+' ? 'greedy' : 'parameter', name: parameter[1] };
}

/** The segments of a path, or undefined if its percent-encoding is broken. One slash at the end says nothing. */
export function pathSegments(path: string): readonly PathSegment[] | undefined {
  const trimmed = path.replace(/^\//, '').replace(/\/$/, '');
  if (trimmed === '') return [];
  try {
    return trimmed.split('/').map((raw) => ({ raw, text: decodeURIComponent(raw) }));
  } catch {
    return undefined;
  }
}
