import { AssemblyError } from './assembly-error';
import { isJsonObject, readJsonObject, type JsonObject } from './json-file';

/** A CloudFormation template; what is not an object is as good as absent. */
export interface Template {
  readonly file: string;
  readonly parameters: Readonly<Record<string, JsonObject>>;
  readonly mappings: Readonly<Record<string, JsonObject>>;
  readonly conditions: JsonObject;
  readonly resources: Readonly<Record<string, TemplateResource>>;
  readonly outputs: Readonly<Record<string, JsonObject>>;
}

export interface TemplateResource {
  readonly type: string;
  readonly properties: JsonObject;
  readonly metadata: JsonObject;
  readonly condition?: string;
}

/** Adds functions to the language, and is what this reader knows itself, `Fn::ForEach` aside. */
const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

export function readTemplate(file: string): Template {
  const template = readJsonObject(file);
  if (!isJsonObject(template.Resources)) {
    throw new AssemblyError(
      'TemplateInvalid',
      `${file} has no Resources`,
      'it must be a CloudFormation template in JSON',
    );
  }
  checkTransforms(file, template);
  return {
    file,
    parameters: objectsOf(template.Parameters),
    mappings: objectsOf(template.Mappings),
    conditions: isJsonObject(template.Conditions) ? template.Conditions : {},
    resources: Object.fromEntries(
      Object.entries(objectsOf(template.Resources)).map(([logicalId, resource]) => [logicalId, readResource(resource)]),
    ),
    outputs: objectsOf(template.Outputs),
  };
}

/** A macro may rewrite anything, guards too; without it the template is not what would be deployed. */
function checkTransforms(file: string, { Transform, Resources }: JsonObject): void {
  const transforms = Transform === undefined ? [] : [Transform].flat();
  const loops = Object.keys(Resources as JsonObject).filter((key) => key.startsWith('Fn::'));
  const unknown = [...transforms.filter((transform) => transform !== LANGUAGE_EXTENSIONS), ...loops];
  if (unknown.length === 0) return;
  throw new AssemblyError(
    'TransformUnsupported',
    `${file} is rewritten by ${unknown.map((transform) => (typeof transform === 'string' ? transform : JSON.stringify(transform))).join(', ')} when it is deployed`,
    'only a template without macros and loops can be served',
  );
}

function objectsOf(value: unknown): Readonly<Record<string, JsonObject>> {
  if (!isJsonObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, JsonObject] => isJsonObject(entry[1])),
  );
}

function readResource(resource: JsonObject): TemplateResource {
  return {
    type: String(resource.Type),
    properties: isJsonObject(resource.Properties) ? resource.Properties : {},
    metadata: isJsonObject(resource.Metadata) ? resource.Metadata : {},
    condition: typeof resource.Condition === 'string' ? resource.Condition : undefined,
  };
}
