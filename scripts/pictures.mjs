// Takes the pictures of the README and the walkthrough anew, from the panels as they are: media/pictures/.
import { node } from './lib/run.mjs';

const { code } = await node(['--import=tsx', 'test/panels/pictures.ts']);
process.exit(code);
