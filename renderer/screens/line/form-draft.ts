// The settings of a line while they are typed: one flat draft for the fields, and what is wrong with it.
import type { LineForm } from '../../../shared/contract/line.ts';

export interface FormDraft {
  name: string;
  taktMilliseconds: number;
  afterwards: LineForm['afterwards'];
  httpPort: number;
  csv: boolean;
  hasModbus: boolean;
  modbusHost: string;
  modbusPort: number;
  hasMqtt: boolean;
  mqttUrl: string;
  mqttTopic: string;
  mqttUser: string;
  mqttPassword: string;
  hasWebhook: boolean;
  webhookUrl: string;
}

export function firstForm(name: string): LineForm {
  return {
    name: [...name].slice(0, 60).join(''),
    taktMilliseconds: 1_000,
    afterwards: 'move',
    httpPort: 8_780,
    csv: true,
    webhook: null,
    modbus: null,
    mqtt: null,
  };
}

export function draftOf({ modbus, mqtt, webhook, ...plain }: LineForm): FormDraft {
  return {
    ...plain,
    hasModbus: modbus !== null,
    // A PLC is never this PC itself.
    modbusHost: modbus?.host ?? '0.0.0.0',
    modbusPort: modbus?.port ?? 502,
    hasMqtt: mqtt !== null,
    mqttUrl: mqtt?.url ?? 'mqtt://',
    mqttTopic: mqtt?.topicPrefix ?? 'narashi/line1',
    mqttUser: mqtt?.username ?? '',
    mqttPassword: '',
    hasWebhook: webhook !== null,
    webhookUrl: webhook?.url ?? 'http://',
  };
}

export function formOf(draft: FormDraft): LineForm {
  const { name, taktMilliseconds, afterwards, httpPort, csv } = draft;
  return {
    name: name.trim(),
    taktMilliseconds,
    afterwards,
    httpPort,
    csv,
    modbus: draft.hasModbus ? { host: draft.modbusHost.trim(), port: draft.modbusPort } : null,
    mqtt: draft.hasMqtt
      ? {
          url: draft.mqttUrl.trim(),
          topicPrefix: draft.mqttTopic.trim(),
          username: draft.mqttUser.trim(),
          password: draft.mqttPassword === '' ? null : draft.mqttPassword,
        }
      : null,
    webhook: draft.hasWebhook ? { url: draft.webhookUrl.trim() } : null,
  };
}

type Complaint = 'form.no-name' | 'form.no-address' | 'form.no-broker' | 'form.no-topic' | 'form.no-web';
export type Wrong = Partial<Record<'name' | 'modbusHost' | 'mqttUrl' | 'mqttTopic' | 'webhookUrl', Complaint>>;

/** What has to be put right before it can be saved; what is off is not looked at. */
export function wrongOf(draft: FormDraft): Wrong {
  return {
    ...(draft.name.trim() === '' ? { name: 'form.no-name' } : {}),
    ...(draft.hasModbus && draft.modbusHost.trim() === '' ? { modbusHost: 'form.no-address' } : {}),
    ...(draft.hasMqtt && !/^mqtts?:\/\/[^/\s]/u.test(draft.mqttUrl.trim()) ? { mqttUrl: 'form.no-broker' } : {}),
    ...(draft.hasMqtt && draft.mqttTopic.trim() === '' ? { mqttTopic: 'form.no-topic' } : {}),
    ...(draft.hasWebhook && !isWebAddress(draft.webhookUrl.trim()) ? { webhookUrl: 'form.no-web' } : {}),
  };
}

function isWebAddress(text: string): boolean {
  return /^https?:$/u.test(URL.parse(text)?.protocol ?? '') && !/\s/u.test(text);
}
