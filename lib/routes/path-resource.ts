import * as apigateway from 'aws-cdk-lib/aws-apigateway';

/** Ids that the CDK uses below a resource or leaves out of logical ids; a part of a path may be named like one. */
const TAKEN_IDS = ['Default', 'Resource', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

/** The resource of a path below `root`; makes what is missing. */
export function resourceAt(root: apigateway.IResource, segments: readonly string[]): apigateway.IResource {
  return segments.reduce((parent, pathPart) => parent.getResource(pathPart) ?? addPart(parent, pathPart), root);
}

function addPart(parent: apigateway.IResource, pathPart: string): apigateway.IResource {
  // No part of a path has a space, so this cannot be another part's id.
  const id = TAKEN_IDS.includes(pathPart) ? `Part ${pathPart}` : pathPart;
  return new apigateway.Resource(parent, id, { parent, pathPart });
}
