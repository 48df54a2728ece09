import type { RequestHalf, ResponseHalf } from './half.js';

export const NOON = Date.UTC(2021, 3, 10, 12);

export function request(request_id: string, time: number): RequestHalf {
  const rows = [{ features: { x: 1 }, attributes: { omitted_features: 'image' } }];
  return {
    side: 'request',
    model: 'iris',
    tenant: '',
    endpoint: '',
    request_id,
    time,
    rows,
    principal: { key: 'hash' },
  };
}

export function response(request_id: string, time: number): ResponseHalf {
  const rows = [{ prediction: { label: 'yes' }, attributes: {} }];
  return { side: 'response', model: 'iris', tenant: '', endpoint: '', request_id, time, rows, model_version: '' };
}
