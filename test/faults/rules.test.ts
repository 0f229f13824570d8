// kill -9 at the statements of a publication of rules.
import { walkStatements } from './walk.ts';

walkStatements('rules');
