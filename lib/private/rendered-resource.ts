import { type CfnResource, Stack } from 'aws-cdk-lib';

/** A resource as it will stand in the template, overrides included. */
export interface RenderedResource {
  readonly type: string;
  readonly properties: { readonly [name: string]: unknown };
  /** Name of the condition under which it is made at all. */
  readonly condition?: string;
}

/** Renders a resource; what the typed properties say can have been overridden. */
export function render(resource: CfnResource): RenderedResource {
  const element = resource as unknown as { _toCloudFormation(): unknown };
  const { Resources: resources } = Stack.of(resource).resolve(element._toCloudFormation()) as {
    Resources: { [logicalId: string]: { Type: string; Properties?: { [name: string]: unknown }; Condition?: string } };
  };
  const [{ Type: type, Properties: properties = {}, Condition: condition }] = Object.values(resources);
  return { type, properties, condition };
}
