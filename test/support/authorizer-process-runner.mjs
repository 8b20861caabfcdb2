// Runs the built authorizer as the Lambda runtime would: environment set beforehand, module imported once, then one
// event after the other. Argument: the bundle.
import { pathToFileURL } from 'node:url';

const { handler } = await import(pathToFileURL(process.argv[2]).href);

process.on('message', async ({ id, event, context }) => {
  try {
    process.send({ id, result: await handler(event, context) });
  } catch (error) {
    process.send({ id, error: error instanceof Error ? error.message : String(error) });
  }
});
process.on('disconnect', () => process.exit());
process.send({ ready: true });
