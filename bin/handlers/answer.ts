import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';

const ORIGINS = ['https://shop.example.com', 'https://staff.example.com'];

/** An answer with the headers that API Gateway adds to its own answers but not to those of a function. */
export function answer(event: APIGatewayProxyEvent, statusCode: number, body: unknown): APIGatewayProxyResult {
  const origin = header(event, 'origin');
  return {
    statusCode,
    headers: {
      'Content-Type': statusCode < 400 ? 'application/json' : 'application/problem+json',
      'Cache-Control': 'no-store',
      'Strict-Transport-Security': 'max-age=63072000; includeSubDomains',
      'X-Content-Type-Options': 'nosniff',
      Vary: 'Origin',
      ...(origin !== undefined && ORIGINS.includes(origin) && { 'Access-Control-Allow-Origin': origin }),
    },
    body: JSON.stringify(body),
  };
}

/** Problem details of RFC 9457, as the API's own errors. */
export function problem(event: APIGatewayProxyEvent, status: number, title: string): APIGatewayProxyResult {
  return answer(event, status, { type: 'about:blank', title, status, requestId: event.requestContext.requestId });
}

/** Header names come in the case that the client chose. */
function header(event: APIGatewayProxyEvent, name: string): string | undefined {
  return Object.entries(event.headers ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
}
