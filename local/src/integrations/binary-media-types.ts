/**
 * Whether API Gateway treats a body as binary.
 *
 * @param contentType a header's value, with or without parameters
 * @param binaryMediaTypes of the API; `*` stands for either half
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-payload-encodings.html
 */
export function isBinary(contentType: string | undefined, binaryMediaTypes: readonly string[]): boolean {
  const [type, subtype] = mediaType(contentType ?? 'application/json').split('/');
  return binaryMediaTypes.some((pattern) => {
    const [wantedType, wantedSubtype] = pattern.replace('~1', '/').toLowerCase().split('/');
    return (wantedType === '*' || wantedType === type) && (wantedSubtype === '*' || wantedSubtype === subtype);
  });
}

/** Without its parameters, in lower case. */
export function mediaType(contentType: string): string {
  return contentType.split(';')[0].trim().toLowerCase();
}
