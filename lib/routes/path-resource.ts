import * as apigateway from 'aws-cdk-lib/aws-apigateway';

/** Ids that the CDK uses below a resource or leaves out of logical ids; a part of a path may be named like one. */
const TAKEN_IDS = ['Default', 'Resource', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** The resource of a path below `root`; makes what is missing. */
export function resourceAt(root: apigateway.IResource, segments: readonly string[]): apigateway.IResource {
  return segments.reduce((parent, pathPart) => findPart(parent, pathPart) ?? addPart(parent, pathPart), root);
}

/** Whether the path has the method already, made here or by hand. */
export function hasMethod(root: apigateway.IResource, segments: readonly string[], method: string): boolean {
  let resource: apigateway.IResource | undefined = root;
  for (const pathPart of segments) resource = resource && findPart(resource, pathPart);
  return resource?.node.tryFindChild(method) !== undefined;
}

function findPart(parent: apigateway.IResource, pathPart: string): apigateway.IResource | undefined {
  const child = parent.node.tryFindChild(idOf(pathPart));
  return child instanceof apigateway.Resource ? child : undefined;
}

function addPart(parent: apigateway.IResource, pathPart: string): apigateway.IResource {
  return new apigateway.Resource(parent, idOf(pathPart), { parent, pathPart });
}

/**
 * Ids are keys of plain objects, so what every object has by itself cannot be one either.
 *
 * No part of a path has a space, so this is never another part's id.
 */
function idOf(pathPart: string): string {
  return TAKEN_IDS.includes(pathPart) || pathPart in {} ? `Part ${pathPart}` : pathPart;
}
