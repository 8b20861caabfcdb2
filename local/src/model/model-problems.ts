import type { Finding } from './api-model';

/** What of a template is not evaluated, collected while a model is built. */
export class ModelProblems {
  private readonly collected: Finding[] = [];
  private readonly forApi: string[] = [];

  public get findings(): readonly Finding[] {
    return this.collected;
  }

  /** Why every request to the API is refused; undefined if nothing is known. */
  public get apiRefusal(): string | undefined {
    return this.forApi.length === 0 ? undefined : this.forApi.join('; ');
  }

  public add(findings: readonly Finding[]): void {
    this.collected.push(...findings);
  }

  /** Left out, and said so. */
  public declare(subject: string, what: string): void {
    this.collected.push({ subject, what, effect: 'declared' });
  }

  /** Requests that need it are refused. */
  public refuse(subject: string, what: string): void {
    this.collected.push({ subject, what, effect: 'refused' });
  }

  /** It guards the API as a whole, so every request is refused. */
  public refuseApi(subject: string, what: string): void {
    this.refuse(subject, what);
    this.forApi.push(`${subject}: ${what}`);
  }
}
