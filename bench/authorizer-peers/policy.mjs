// What every peer does around its library: the same work, as a careful user would write it by hand.

/** The token of the Authorization header, else what API Gateway answers with 401. */
export function bearerToken(event) {
  const header = event.headers?.Authorization ?? event.headers?.authorization;
  const match = /^Bearer ([\w.-]+)$/i.exec(header ?? '');
  if (!match) throw new Error('Unauthorized');
  return match[1];
}

/** Allows the method if the token holds the scope. */
export function answer(event, claims) {
  const allowed = String(claims.scope ?? '')
    .split(' ')
    .includes('orders/read');
  return {
    principalId: claims.sub,
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: allowed ? 'Allow' : 'Deny', Resource: event.methodArn }],
    },
    context: { sub: claims.sub, scope: claims.scope },
  };
}
