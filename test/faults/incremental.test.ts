// kill -9 at the statements of an incremental run.
import { walkStatements } from './walk.ts';

walkStatements('incremental');
