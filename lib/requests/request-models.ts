import { createHash } from 'crypto';
import { Annotations, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import { Construct } from 'constructs';
import { SecureApiError } from '../private/errors';
import { redeployOn } from '../private/redeploy';
import { sortKeys } from '../private/sorted-keys';
import { BinaryBodies } from './binary-bodies';
import type { RequestBody } from './request-body';
import { compileSchema, type SchemaFinding } from './schema-compiler';

/** Quota of all models of an API together. */
const MAX_MODEL_BYTES = 400 * 1_024;

/** Keywords that refuse nothing. */
const NO_CONSTRAINT = ['$schema', 'definitions', 'description', 'title'];

/** Properties of `RequestModels`. */
export interface RequestModelsProps {
  readonly api: apigateway.RestApi;
  /** The construct that the user knows, for errors. */
  readonly owner: Construct;
  /** Media types whose bodies are bytes. */
  readonly binaryMediaTypes?: readonly string[];
}

/** The models of an API: one for each different schema, whoever uses it. */
export class RequestModels extends Construct {
  private readonly models = new Map<string, apigateway.IModel>();
  private bytes = 0;

  private readonly binaryBodies: BinaryBodies;
  private readonly props: RequestModelsProps;

  public constructor(scope: Construct, id: string, props: RequestModelsProps) {
    super(scope, id);
    this.props = props;
    this.binaryBodies = new BinaryBodies(props.owner, props.binaryMediaTypes);
  }

  /**
   * Checks a body and changes nothing; the function that it returns gives the request models of a method, by content type.
   *
   * `$default` closes the gap that API Gateway leaves: a body of a content type without a model is not validated at all.
   *
   * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-method-request-validation.html
   */
  public prepare(body: RequestBody, routeKey: string): () => { [contentType: string]: apigateway.IModel } | undefined {
    if (body._kind !== 'json') return () => undefined;
    const at = `${this.props.owner.node.path}, body of '${routeKey}'`;
    this.binaryBodies.requireJsonIsText(at);
    const { schema: compiled, findings } = compileSchema(at, body._schema as { [key: string]: unknown }, {
      nullsMayBeLost: body._nullsMayBeLost,
    });
    const schema = sortKeys(compiled);
    if (Object.keys(schema).every((keyword) => NO_CONSTRAINT.includes(keyword))) {
      throw new SecureApiError(at, {
        code: 'SchemaInvalid',
        problem: 'the schema accepts every body',
        rule: `say what bodies look like, or RequestBody.unvalidated(reason)${
          body._nullsMayBeLost && callingLanguage()
            ? '; if it held a null, give it as text, RequestBody.jsonText(): members that are null are lost on the way'
            : ''
        }`,
      });
    }
    const content = JSON.stringify(Stack.of(this).resolve(schema));
    const digest = createHash('sha256').update(content).digest('hex').slice(0, 12);
    const size = this.models.has(digest) ? 0 : this.checkSize(content, at);
    return () => {
      this.bytes += size;
      this.binaryBodies.report();
      if (body._nullsMayBeLost) this.reportLanguage(routeKey);
      const description = body._description ?? `Body of ${routeKey}`;
      const model = this.models.get(digest) ?? this.create(digest, schema, description, findings, routeKey);
      return { 'application/json': model, $default: model };
    };
  }

  private create(
    digest: string,
    schema: object,
    description: string,
    findings: readonly SchemaFinding[],
    routeKey: string,
  ): apigateway.IModel {
    const { api } = this.props;
    const resource = new apigateway.CfnModel(this, digest, {
      restApiId: api.restApiId,
      contentType: 'application/json',
      description,
      schema,
    });
    redeployOn(api, resource, { schema });
    report(resource, findings, routeKey);
    const model: apigateway.IModel = { modelId: resource.ref };
    this.models.set(digest, model);
    return model;
  }

  /** Most of what a lost null leaves behind looks like a schema that was meant. */
  private reportLanguage(routeKey: string): void {
    const language = callingLanguage();
    if (language === undefined) return;
    Annotations.of(this).addWarningV2(
      `cdk-secure-api-gateway:schemaNotText`,
      `the schema of the body of '${routeKey}' came as an object from ${language}, where members that are null are lost on the way; give it as text: RequestBody.jsonText()`,
    );
  }

  private checkSize(content: string, at: string): number {
    const size = Buffer.byteLength(content);
    if (this.bytes + size <= MAX_MODEL_BYTES) return size;
    throw new SecureApiError(at, {
      code: 'ModelsTooLarge',
      problem: `with this body the models of the API have ${this.bytes + size} bytes`,
      rule: `all models of an API together may have ${MAX_MODEL_BYTES}; share schemas between routes or split the API`,
    });
  }
}

/** The language of the app and its version, where it is another than JavaScript: its jsii runtime says so. */
function callingLanguage(): string | undefined {
  return process.env.JSII_AGENT || undefined;
}

/** What the schema says and API Gateway will not enforce. */
function report(model: apigateway.CfnModel, findings: readonly SchemaFinding[], routeKey: string): void {
  const pointersOf = (kind: SchemaFinding['kind']): string =>
    findings
      .filter((finding) => finding.kind === kind)
      .map((finding) => finding.pointer)
      .join(', ');
  const open = pointersOf('openObject');
  if (open) {
    Annotations.of(model).addWarningV2(
      'cdk-secure-api-gateway:openObject',
      `the body of '${routeKey}' accepts unknown properties at ${open}: closing these objects could refuse what another part of the schema asks for; write 'additionalProperties' there`,
    );
  }
  const formats = pointersOf('formatNotEnforced');
  if (formats) {
    Annotations.of(model).addWarningV2(
      'cdk-secure-api-gateway:formatNotEnforced',
      `the body of '${routeKey}' uses 'format' at ${formats}: API Gateway is not known to enforce it; add a 'pattern' where it matters`,
    );
  }
}
