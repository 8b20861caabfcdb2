import { type Clock, isNamed, retryWhileTemporary } from './retry';

/** The region's API Gateway account settings. */
export interface AccountSettings {
  /** ARN of the role that API Gateway writes logs with; undefined if none is set. */
  readLoggingRole(): Promise<string | undefined>;
  writeLoggingRole(roleArn: string): Promise<void>;
}

/** The roles of the stack's own account. */
export interface RoleDirectory {
  /** ARN of a role; throws IAM's `NoSuchEntityException` if there is none of this name. */
  readRole(name: string): Promise<string | undefined>;
}

export interface Services {
  readonly account: AccountSettings;
  readonly roles: RoleDirectory;
  readonly clock: Clock;
}

export interface LoggingRoleRequest {
  /** The role to set where none works. */
  readonly roleArn: string;
  /** The role that the same custom resource asked for before this update. */
  readonly formerRoleArn?: string;
  /** The account that the stack is in. */
  readonly accountId: string;
}

/** Attributes of the custom resource. */
export interface LoggingRoleOutcome {
  /** `this`: API Gateway logs with the stack's role. `existing`: it had a live role already, nothing was changed. */
  readonly Managed: 'this' | 'existing';
  /** The role that API Gateway logs with. */
  readonly RoleArn: string;
}

const ROLE_ARN = /^arn:[^:]+:iam::(?<account>\d{12}):role\/(?:.*\/)?(?<name>[^/]+)$/;

/** How often, and how far apart, IAM is asked about a role before the doubt counts as "it lives". */
const LOOKUPS = 2;
const LOOKUP_PAUSE_MS = 5_000;

/**
 * Makes sure that API Gateway has a role to log with, without taking the place of one that lives.
 *
 * Each try reads anew: while one waits for its turn, another deployment may have set a role.
 */
export function ensureLoggingRole(request: LoggingRoleRequest, services: Services): Promise<LoggingRoleOutcome> {
  return retryWhileTemporary(() => ensureOnce(request, services), services.clock);
}

async function ensureOnce(request: LoggingRoleRequest, services: Services): Promise<LoggingRoleOutcome> {
  const { roleArn, formerRoleArn, accountId } = request;
  const current = await services.account.readLoggingRole();
  if (current !== roleArn) {
    const replaceable = !current || current === formerRoleArn || (await isGone(current, accountId, services));
    if (!replaceable) return { Managed: 'existing', RoleArn: current };
    await services.account.writeLoggingRole(roleArn);
  }
  return { Managed: 'this', RoleArn: roleArn };
}

/** Only what IAM says for certain counts: a role that cannot be looked up is taken to live. */
async function isGone(roleArn: string, accountId: string, { roles, clock }: Services): Promise<boolean> {
  const role = ROLE_ARN.exec(roleArn)?.groups;
  if (role?.account !== accountId) return false;
  for (let lookup = 1; ; lookup += 1) {
    try {
      const found = await roles.readRole(role.name);
      // Names are unique whatever the path, so another ARN is another role and this one is gone.
      return found !== undefined && found.toLowerCase() !== roleArn.toLowerCase();
    } catch (error) {
      if (isNamed(error, 'NoSuchEntityException', 'NoSuchEntity')) return true;
      if (lookup === LOOKUPS) return false;
      await clock.sleep(LOOKUP_PAUSE_MS);
    }
  }
}
