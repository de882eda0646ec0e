export { topologyGraph } from './graph.js';
export { clusterJson } from './json.js';
export { layoutTopology } from './layout.js';
export { topologyMermaid } from './mermaid.js';
export { nodesOfProcesses } from './processes.js';
export { topologySvg } from './svg.js';
