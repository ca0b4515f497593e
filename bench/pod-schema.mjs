// A strict JSON schema of the Pod, from the OpenAPI description that Kubernetes releases: what the other tools judge by.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { cache, run } from './harness.mjs';

const version = 'v1.37.2';
const prefix = '#/definitions/';

/** The schema's file, named as kubeconform looks for it: by the kind in lower case. */
export function writePodSchema() {
  const file = path.join(cache, 'schema/pod.json');
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    const { Dir } = JSON.parse(run('go', ['mod', 'download', '-json', `k8s.io/kubernetes@${version}`], { cwd: cache }));
    const swagger = JSON.parse(readFileSync(path.join(Dir, 'api/openapi-spec/swagger.json'), 'utf8'));
    writeFileSync(file, JSON.stringify(podSchemaOf(swagger.definitions)));
  }
  return file;
}

/** As the collections of such schemas do it: unknown fields refused, null taken where a field is not required. */
function podSchemaOf(all) {
  const definitions = {};
  const take = (name) => {
    if (definitions[name] !== undefined) {
      return;
    }
    const { type, format, required = [], properties, description } = all[name];
    if (format === 'int-or-string' || name.endsWith('.Quantity')) {
      definitions[name] = { description, type: ['string', 'number'] };
      return;
    }
    const definition = { description, type, format, ...(required.length === 0 ? {} : { required }) };
    definitions[name] = definition;
    if (properties !== undefined) {
      definition.additionalProperties = false;
      definition.properties = Object.fromEntries(
        Object.entries(properties).map(([key, property]) => [key, convert(property, required.includes(key))]),
      );
    }
  };
  const convert = ({ $ref, type, format, description, items, additionalProperties }, isRequired) => {
    if ($ref !== undefined) {
      take($ref.slice(prefix.length));
      return { $ref };
    }
    return {
      description,
      type: isRequired ? type : [type, 'null'],
      format,
      ...(items === undefined ? {} : { items: convert(items, true) }),
      ...(additionalProperties === undefined ? {} : { additionalProperties: convert(additionalProperties, true) }),
    };
  };
  const pod = 'io.k8s.api.core.v1.Pod';
  take(pod);
  const { properties, ...rest } = definitions[pod];
  const typeMeta = { apiVersion: { type: 'string', enum: ['v1'] }, kind: { type: 'string', enum: ['Pod'] } };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    ...rest,
    required: ['apiVersion', 'kind'],
    properties: { ...properties, ...typeMeta },
    definitions,
  };
}
