// strata serve: the GraphQL server, with the worker inside.
import { Command, InvalidArgumentError } from 'commander';
import { startServer } from '../server.ts';
import { print, printJson } from './output.ts';
import { serveUntilSignal, withDatabase } from './session.ts';

export function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw new InvalidArgumentError('expected a number from 0 to 65535.');
}

export const serveCommand = new Command('serve')
  .description('Serve GraphQL at /graphql and health at /healthz, until interrupted.')
  .option('--port <port>', 'port to listen on (default: STRATA_PORT or 4000)', readPort)
  .option('--host <host>', 'address to listen on (default: STRATA_HOST or 127.0.0.1)')
  .option('--no-worker', 'leave recomputes to a strata worker elsewhere')
  .option('--json', 'print the address as JSON')
  .action((options: { port?: number; host?: string; worker: boolean; json?: boolean }) =>
    withDatabase(async (database, config) => {
      const listen = {
        host: options.host ?? config.host,
        port: options.port ?? config.port,
        worker: options.worker,
      };
      const server = await startServer(config, database, listen);
      if (options.json) printJson({ url: `${server.url}/graphql` });
      else
        print(
          `GraphQL is at ${server.url}/graphql, health at ${server.url}/healthz. Keys: strata keys create --role viewer`,
        );
      await serveUntilSignal(server.stop, config);
    }),
  );
