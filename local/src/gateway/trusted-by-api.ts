import { jsonFilesOf } from '../issuer/function-files';
import { issuerHosts, trustedIssuers } from '../issuer/known-issuers';
import type { TrustedIssuer } from '../issuer/trusted-issuer';
import { userPoolKeys } from '../issuer/user-pool-issuers';
import { userPoolIssuerOf } from '../authorization/user-pool-authorizer';
import type { ApiModel, RouteModel } from '../model/api-model';

/** A client that the native authorizer of a user pool does not look at. */
const ANY_CLIENT = ['local-client'];

/** The issuers that the authorizers of an API trust, in the order of its routes; each once. */
export function trustedByApi({ routes, functions }: ApiModel): readonly TrustedIssuer[] {
  const known = new Map<string, readonly TrustedIssuer[]>();
  return routes.flatMap((route) => {
    const name = nameOf(route);
    if (name === undefined || known.has(name)) return [];
    known.set(name, trustedBy(route, functions));
    return known.get(name) ?? [];
  });
}

/** Routes of one name trust the same issuers for the same kind of token. */
function nameOf({ authorization, authorizationScopes }: RouteModel): string | undefined {
  if (authorization.type === 'LAMBDA') return authorization.authorizer.functionArn;
  if (authorization.type !== 'COGNITO') return undefined;
  return JSON.stringify([authorization.authorizer.userPoolArns, authorizationScopes.length > 0]);
}

function trustedBy(
  { authorization, authorizationScopes }: RouteModel,
  functions: ApiModel['functions'],
): readonly TrustedIssuer[] {
  if (authorization.type === 'LAMBDA') {
    const handler = functions.get(authorization.authorizer.functionArn);
    return handler ? trustedIssuers(handler.environment, jsonFilesOf(handler)) : [];
  }
  if (authorization.type !== 'COGNITO') return [];
  return authorization.authorizer.userPoolArns.flatMap((arn) => {
    const issuer = userPoolIssuerOf(arn);
    if (issuer === undefined) return [];
    return [
      {
        issuer,
        jwksUri: userPoolKeys(issuer),
        clients: ANY_CLIENT,
        // API Gateway takes ID tokens on methods without scopes, and access tokens on those with.
        tokenUse: authorizationScopes.length > 0 ? ('access' as const) : ('id' as const),
      },
    ];
  });
}

/**
 * The hosts that are played here. A function that says whom it trusts in a way that is known fetches keys from there, and
 * from nowhere else; of any other, every https host in its environment (and of an authorizer in the JSON files beside its
 * code) may be an issuer.
 */
export function issuerHostsOf({ routes, functions }: ApiModel, trusted: readonly TrustedIssuer[]): string[] {
  const authorizers = new Set(
    routes.flatMap(({ authorization }) =>
      authorization.type === 'LAMBDA' ? [authorization.authorizer.functionArn] : [],
    ),
  );
  const all = [...functions.values()].map((model) => {
    const files = jsonFilesOf(model);
    return { model, files, own: trustedIssuers(model.environment, files) };
  });
  const unclear = all.filter(({ own }) => own.length === 0);
  const clear = [...trusted, ...all.flatMap(({ own }) => own)];
  return issuerHosts(
    unclear.map(({ model }) => model.environment),
    [
      ...clear.flatMap(({ issuer, jwksUri = issuer }) => [issuer, jwksUri]),
      ...unclear.filter(({ model }) => authorizers.has(model.arn)).flatMap(({ files }) => files),
    ],
  );
}
