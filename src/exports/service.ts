// Files of users: the four output files of a snapshot, and exports of audiences.
export { type WrittenFiles, writeOutputFiles } from './output-files.ts';
