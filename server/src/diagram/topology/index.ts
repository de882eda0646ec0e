export { topologyGraph } from './graph.js';
export { clusterJson } from './json.js';
export { layoutTopology } from './layout.js';
export { topologyMermaid } from './mermaid.js';
export { panelGraph } from './panel-graph.js';
export { layoutPanel } from './panel-layout.js';
export { nodesOfProcesses } from './processes.js';
export { topologySvg } from './svg.js';
