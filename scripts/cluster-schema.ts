import type { Parameter } from '../server/src/cluster/parameter.js';
import { LISTS, NEUTRAL_PARAMETERS, SECTIONS } from '../server/src/cluster/systems/neutral/parameters.js';

/** JSON schema of `*.faultline.yaml`, for editors without Faultline. */
export function clusterSchema(): Record<string, unknown> {
  const own = (section: string) =>
    Object.fromEntries(
      NEUTRAL_PARAMETERS.all.flatMap(parameter => {
        const name = parameter.name.slice(section === '' ? 0 : section.length + 1);
        const here =
          section === '' ? !parameter.name.includes('.') : parameter.name.startsWith(`${section}.`);
        return here ? [[name, schemaOf(parameter)]] : [];
      }),
    );
  const map = (section: string) => ({
    type: 'object',
    additionalProperties: false,
    properties: own(section),
  });
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Description of a cluster (*.faultline.yaml)',
    description: 'Nodes, links and rules of a cluster, for Faultline.',
    type: 'object',
    additionalProperties: false,
    properties: {
      ...own(''),
      ...Object.fromEntries(LISTS.map(name => [name, { type: 'array', items: map(name) }])),
      ...Object.fromEntries(SECTIONS.map(name => [name, map(name)])),
    },
  };
}

function schemaOf({ type, meaning }: Parameter): Record<string, unknown> {
  const description = meaning;
  switch (type.kind) {
    case 'enum':
      return { description, enum: type.values };
    case 'boolean':
      return { description, type: 'boolean' };
    case 'number':
      return { description, type: 'integer', minimum: 0 };
    case 'list':
      return { description, type: 'array', items: { type: 'string' } };
    default:
      return { description, type: ['string', 'number'] };
  }
}
