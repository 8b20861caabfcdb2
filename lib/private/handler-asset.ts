import { createHash, randomUUID } from 'crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { type CfnResource, Lazy, Stage } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as assets from 'aws-cdk-lib/aws-s3-assets';
import { DISABLE_ASSET_STAGING_CONTEXT } from 'aws-cdk-lib/cx-api';
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
    private readonly produce: () => Record<string, string> = () => ({}),
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
    this.asset ??= makeAsset(scope, { ...filesOf(handlerDirectory(this.name)), ...this.produce() });
    return this.asset;
  }
}

/** Files of an asset: path below its folder to content. */
type Files = Readonly<Record<string, string | Buffer>>;

/**
 * Makes an asset of files that are in no folder yet.
 *
 * CDK copies the folder into the cloud assembly, unless staging is off (`cdk synth --no-staging`): then the assembly names
 * the folder itself, so it must be there for as long as the assembly is.
 */
function makeAsset(scope: Construct, files: Files): assets.Asset {
  if (scope.node.tryGetContext(DISABLE_ASSET_STAGING_CONTEXT)) {
    return new assets.Asset(scope, 'Code', { path: keptFolder(scope, files), deployTime: true });
  }
  const folder = mkdtempSync(join(tmpdir(), 'cdk-secure-api-gateway-'));
  try {
    writeFiles(folder, files);
    return new assets.Asset(scope, 'Code', { path: folder, deployTime: true });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * A folder of the cloud assembly, named by its content: another synthesis finds the same one, or writes another one beside it.
 * CDK's cache of assets, too, takes a folder's name for its content.
 */
function keptFolder(scope: Construct, files: Files): string {
  const folder = join(Stage.of(scope)!.assetOutdir, `secure-api-handler.${digest(files)}`);
  const isThere = (): boolean => existsSync(folder) && digest(filesOf(folder)) === digest(files);
  if (isThere()) return folder;
  // What another process may be reading is not written to: the folder appears with all its files, or not at all.
  const draft = `${folder}.${randomUUID()}`;
  try {
    writeFiles(draft, files);
    rmSync(folder, { recursive: true, force: true });
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!isThere()) throw error;
  }
  return folder;
}

function digest(files: Files): string {
  const hash = createHash('sha256');
  for (const name of Object.keys(files).sort()) {
    const content = Buffer.from(files[name]);
    hash.update(JSON.stringify([name, content.length])).update(content);
  }
  return hash.digest('hex');
}

/**
 * Reads a folder whole. File by file: the folder can be inside of a zip file (Yarn's Plug'n'Play), where Node's own copying
 * of folders does not look.
 */
function filesOf(folder: string, prefix = ''): Record<string, Buffer> {
  const files: Record<string, Buffer> = {};
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) Object.assign(files, filesOf(path, `${prefix}${entry.name}/`));
    else files[`${prefix}${entry.name}`] = readFileSync(path);
  }
  return files;
}

function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
}
