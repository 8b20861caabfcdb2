import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { type CfnResource, Lazy } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';

/** Where the build puts the bundled handlers, seen from the compiled and from the source file alike. */
const HANDLERS = join(__dirname, '..', '..', 'lambda-dist');

/** Directory of a bundled handler, `index.mjs` inside. */
export function handlerDirectory(name: string): string {
  return join(HANDLERS, name);
}

/**
 * A bundled handler together with files whose content is known only once the construct tree is complete.
 *
 * The asset is made when the template is first resolved; `produce` is called then, once.
 */
export class HandlerCode extends lambda.Code {
  public readonly isInline = false;
  private asset?: assets.Asset;

  /**
   * @param name the handler, a directory of lambda-dist
   * @param produce the extra files: name to content
   */
  public constructor(
    private readonly name: string,
    private readonly produce: () => Record<string, string>,
  ) {
    super();
  }

  public bind(scope: Construct): lambda.CodeConfig {
    return {
      s3Location: {
        bucketName: Lazy.string({ produce: () => this.materialize(scope).s3BucketName }),
        objectKey: Lazy.string({ produce: () => this.materialize(scope).s3ObjectKey }),
      },
    };
  }

  /** Tells local tools where the code is, as CDK does for its own assets. */
  public bindToResource(resource: CfnResource): void {
    resource.addMetadata('aws:asset:property', 'Code.S3Key');
    resource.addMetadata('aws:asset:is-bundled', false);
    resource.addMetadata(
      'aws:asset:path',
      Lazy.string({ produce: () => this.materialize(resource.node.scope as Construct).assetPath }),
    );
  }

  private materialize(scope: Construct): assets.Asset {
    if (this.asset) return this.asset;
    const directory = mkdtempSync(join(tmpdir(), 'cdk-secure-api-gateway-'));
    try {
      cpSync(handlerDirectory(this.name), directory, { recursive: true });
      for (const [file, content] of Object.entries(this.produce())) {
        writeFileSync(join(directory, file), content);
      }
      this.asset = new assets.Asset(scope, 'Code', { path: directory, deployTime: true });
      return this.asset;
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  }
}
