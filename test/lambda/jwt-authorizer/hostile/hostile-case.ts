import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { event } from '../fixtures';
import type { Kind } from './world';

export interface HostileCase {
  readonly group: string;
  readonly name: string;
  readonly event: APIGatewayRequestAuthorizerEvent;
  readonly reason?: string;
  readonly kind: Kind;
}

type Request = string | APIGatewayRequestAuthorizerEvent;

/** The cases of one class, refused ones and their harmless twins. */
export class CaseGroup {
  public readonly refused: HostileCase[] = [];
  public readonly allowed: HostileCase[] = [];

  public constructor(private readonly group: string) {}

  public refuse(name: string, reason: string, request: Request, kind: Kind = 'Unauthorized'): void {
    this.refused.push({ group: this.group, name: `${this.group}: ${name}`, event: asEvent(request), reason, kind });
  }

  public allow(name: string, request: Request): void {
    this.allowed.push({ group: this.group, name: `${this.group}: ${name}`, event: asEvent(request), kind: 'allow' });
  }
}

function asEvent(request: Request): APIGatewayRequestAuthorizerEvent {
  return typeof request === 'string' ? event(request) : request;
}
