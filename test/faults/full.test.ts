// kill -9 at the statements of a full run.
import { walkStatements } from './walk.ts';

walkStatements('full');
