import type { APIGatewayProxyEvent } from 'aws-lambda';

/**
 * A path parameter as the client meant it. REST APIs pass it as it stands in the path, so it is decoded here, once; undefined
 * where it is missing or its encoding is broken.
 */
export function pathParameter(event: APIGatewayProxyEvent, name: string): string | undefined {
  const raw = event.pathParameters?.[name];
  try {
    return raw === undefined ? undefined : decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}
