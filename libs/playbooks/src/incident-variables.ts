import type { IncidentFacts } from './incident-facts.js';
import type { Variables } from './playbook.js';

/**
 * The incident's facts as external variables of a playbook: `__incident_id__`, `__model__`, `__model_version__`,
 * `__kind__`, `__severity__`, `__confidence__`, `__title__`, `__words__`, `__moved__`, `__subjects__` (separated by ", "),
 * `__opened_at__` (RFC 3339, UTC) and `__incident_url__`.
 *
 * @param incidentUrl where a person looks at the incident in the console; '' when there is no public address
 */
export function incidentVariables(incident: IncidentFacts, incidentUrl = ''): Variables {
  return {
    __incident_id__: text(incident.id),
    __model__: text(incident.model),
    __model_version__: text(incident.model_version),
    __kind__: text(incident.kind),
    __severity__: text(incident.severity),
    __confidence__: { type: 'float', value: String(incident.confidence), external: true, constant: true },
    __title__: text(incident.title),
    __words__: text(incident.words),
    __moved__: text(incident.moved ?? ''),
    __subjects__: text(incident.subjects.join(', ')),
    __opened_at__: text(new Date(incident.opened_at).toISOString()),
    __incident_url__: text(incidentUrl),
  };
}

const text = (value: string) => ({ type: 'string', value, external: true, constant: true });
