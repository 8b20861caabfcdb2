import { Annotations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { binaryJsonType } from '../endpoint/binary-media-types';
import { SecureApiError } from '../private/errors';

/** Bodies that count as bytes, beside models: nothing says that API Gateway validates them. */
export class BinaryBodies {
  private reported = false;

  /**
   * @param owner the construct that the user knows
   * @param mediaTypes whose bodies are bytes
   */
  public constructor(
    private readonly owner: Construct,
    private readonly mediaTypes: readonly string[] = [],
  ) {}

  /** @param at the body, for errors */
  public requireJsonIsText(at: string): void {
    const type = binaryJsonType(this.mediaTypes);
    if (type === undefined) return;
    throw new SecureApiError(at, {
      code: 'BinaryJsonBody',
      problem: `'binaryMediaTypes' has ${type}, so JSON is bytes, which API Gateway is not known to validate`,
      rule: 'name the binary types one by one, or say RequestBody.unvalidated(reason) and validate in the handler',
    });
  }

  /** Says once what handlers of JSON bodies must look at. */
  public report(): void {
    if (this.mediaTypes.length === 0 || this.reported) return;
    this.reported = true;
    Annotations.of(this.owner).addWarningV2(
      'cdk-secure-api-gateway:binaryBodies',
      `API Gateway is not known to validate bodies of the types ${this.mediaTypes.join(', ')}: handlers of routes with RequestBody.json() must refuse what comes with isBase64Encoded`,
    );
  }
}
