// The server's main as a thread finds it, without a bundle: what is imported is compiled on the way.
require('tsx/cjs');
require('../../../server/src/node.ts');
