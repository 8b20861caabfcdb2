import { type TriState } from './tri-state';

/** The labels that rules have put on one request, all fully qualified, and those that they may have put. */
export class LabelSet {
  private readonly certain = new Set<string>();
  private readonly possible = new Set<string>();
  private readonly possibleNamespaces = new Set<string>();

  public add(label: string): void {
    this.certain.add(label);
  }

  /** It cannot be told whether the request has the label. */
  public addPossible(label: string): void {
    this.possible.add(label);
  }

  /**
   * It cannot be told which labels of a namespace the request has.
   *
   * @param namespace with a colon at its end
   */
  public addPossibleNamespace(namespace: string): void {
    this.possibleNamespaces.add(namespace);
  }

  public list(): readonly string[] {
    return [...this.certain];
  }

  /**
   * Whether the request has a label.
   *
   * @param key from the label's name to the fully qualified label
   * @param ownPrefix where to look if the key is not fully qualified
   * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-label-match-examples.html
   */
  public hasLabel(key: string, ownPrefix: string): TriState {
    if (isQualified(key)) return this.has((label) => label === key, key);
    return this.has((label) => label.startsWith(ownPrefix) && endsWithName(label, ownPrefix, key), ownPrefix);
  }

  /** Whether the request has a label of a namespace; the colon at its end may be left out. */
  public hasNamespace(key: string, ownPrefix: string): TriState {
    const test = namespaceTest(key, ownPrefix);
    return this.has(test, isQualified(key) ? withColon(key) : ownPrefix);
  }

  /** The labels of a namespace, or undefined if it cannot be told which there are. */
  public ofNamespace(key: string, ownPrefix: string): readonly string[] | undefined {
    const test = namespaceTest(key, ownPrefix);
    const isOpen = [...this.possible].some((label) => test(label) && !this.certain.has(label));
    if (isOpen || this.mayHold(isQualified(key) ? withColon(key) : ownPrefix)) return undefined;
    return this.list().filter(test);
  }

  private has(test: (label: string) => boolean, within: string): TriState {
    if ([...this.certain].some(test)) return true;
    return [...this.possible].some(test) || this.mayHold(within) ? 'unknown' : false;
  }

  private mayHold(within: string): boolean {
    return [...this.possibleNamespaces].some((open) => within.startsWith(open) || open.startsWith(within));
  }
}

/** Labels that are fully qualified begin so; no own label may. */
export function isQualified(key: string): boolean {
  return key.startsWith('awswaf:');
}

function namespaceTest(key: string, ownPrefix: string): (label: string) => boolean {
  const namespace = withColon(key);
  if (isQualified(key)) return (label) => label.startsWith(namespace);
  return (label) => label.startsWith(ownPrefix) && `:${label.slice(ownPrefix.length)}`.includes(`:${namespace}`);
}

function endsWithName(label: string, ownPrefix: string, key: string): boolean {
  return `:${label.slice(ownPrefix.length)}`.endsWith(`:${key}`);
}

function withColon(key: string): string {
  return key.endsWith(':') ? key : `${key}:`;
}
